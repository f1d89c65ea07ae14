/**
 * The composition root: a log, deciders, policies and read models made into one desk.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { Actor, type CommandId } from '@deskledger/kernel'
import { toResult, type Call } from '@deskledger/event-store'
import type { Checkpoint } from '@deskledger/projection'
import { sealed } from '@deskledger/vault'
import { awake } from './following.ts'
import { erasing, forgetting } from './erasing.ts'
import { importing } from './importing.ts'
import { fingerprintWith } from './keys.ts'
import { linksOf } from './links.ts'
import type { Module } from './module.ts'
import { lagging } from './lagging.ts'
import { chosen, hired, modelsOf, seen, statesOf, type Parts } from './parts.ts'
import { orThrow, ProblemError } from './problem.ts'
import { reads } from './reads.ts'
import { sending, type AnySend, type AnySent } from './sending.ts'
import type { Desk, Health, SendOptions } from './settings.ts'
import { telemetryOf } from './telemetry.ts'

export const assemble = <Modules extends ReadonlyArray<Module>>(
  parts: Parts<Modules>,
): Desk<Modules> => {
  const { folder, id, vault, clock, ids, views } = parts
  const { secret } = vault
  const all = chosen(parts)
  const { registry } = all
  const known = new Set(all.deciders.flatMap(({ commands }) => Object.keys(commands)))
  const telemetry = telemetryOf(parts.api, id, (type) => known.has(type))
  const log = telemetry.measured(parts.log)
  const store = sealed(log, { vault, registry, linksOf })
  const read = reads<Modules>({ ...all, folder, id, store, views, close: parts.close })
  const { close: closeStates, ...states } = statesOf(folder, secret, store)
  const fingerprint = fingerprintWith(secret)
  const decided = sending(all.deciders, store, { clock, fingerprint, ...states })
  const forgets = forgetting(decided, { folder, vault, log, registry, clock })
  const send: AnySend = (command, call) => telemetry.sent(command.type, forgets(command, call))
  const { readStream, readAll } = store
  const imports = importing({ send, readStream, readAll }, { clock, secret })
  const models = modelsOf(parts, { store, all, telemetry })
  const runners = hired(parts, { store, all, send, telemetry })
  const { policyFailed } = telemetry
  const following =
    parts.mode === 'still'
      ? undefined
      : awake(models, runners, {
          store,
          clock,
          failed: policyFailed,
          standsBy: parts.standsBy === true,
        })

  const sendAs =
    (actor: Actor) =>
    (command: AnySent, options: SendOptions = {}) =>
      Actor.is(actor)
        ? send(command, callOf(actor, ids, options))
        : TE.left(invalidActor(command.type))

  /** Until nobody has anything more to say. */
  const react = async (): Promise<void> => {
    for (let before = -1; ;) {
      const head = orThrow(await store.head()())
      if (head === before) return
      before = head
      for (const { runner: one } of runners) orThrow(await one.settle())
    }
  }
  const caughtUp = async (): Promise<Checkpoint> => {
    const head = orThrow(await store.head()())
    return orThrow(await (following === undefined ? models.catchUp() : models.waitFor(head))())
  }
  const health = (): Health => ({
    leads: models.leads(),
    views: following?.viewsError(),
    policies: following?.policyErrors() ?? [],
    parked: runners.flatMap(({ name, runner: one }) =>
      one.parked().map((parked) => ({ ...parked, policy: name })),
    ),
  })

  const stopWatching = telemetry.watch({
    leads: models.leads,
    lag: () => lagging(read, clock),
    parked: () => health().parked,
  })

  let closing: Promise<void> | undefined
  /** What is under way comes to its end, and whoever waits to lead may begin at once. */
  const close = async (): Promise<void> => {
    stopWatching()
    if (following === undefined) await models.close()
    else await following.stop()
    closeStates()
    await parts.close()
    const closed = await store.close()()
    await vault.close()
    orThrow(closed)
  }

  const erasures = erasing({
    folder,
    isOnServers: parts.isOnServers === true,
    vault,
    log,
    store,
    registry: all.registry,
    send,
    models,
    clock,
    ids,
    caughtUp: () => TE.tryCatch(caughtUp, (caught) => failureIn(caught)),
  })

  return {
    ...seen(read),
    erasures,
    newId: ids,
    as: (actor, how = {}) => {
      const sender = sendAs({ ...actor, ...how })
      const plain = (command: AnySent, options?: SendOptions) => toResult(sender(command, options))
      return { send: plain } as never
    },
    fp: { as: (actor, how = {}) => ({ send: sendAs({ ...actor, ...how }) }) as never },
    caughtUp,
    react,
    settled: async () => {
      await react()
      return caughtUp()
    },
    importHistory: async (options) => {
      const answer = await imports.importHistory(options)()
      return E.isLeft(answer)
        ? { ok: false, error: answer.left }
        : { ok: true, report: answer.right }
    },
    withdrawImport: (options) => toResult(imports.withdrawImport(options)),
    rebuild: async () => orThrow(await models.rebuild()()),
    health,
    release: async (policy, key) => {
      const found = runners.find(({ name }) => name === policy)
      return found === undefined ? false : orThrow(await found.runner.release(key))
    },
    close: () => (closing ??= close()),
  }
}

const failureIn = (caught: unknown): { readonly _tag: string; readonly cause?: unknown } =>
  caught instanceof ProblemError
    ? caught.problem.error
    : { _tag: 'StoreUnavailable', cause: caught }

const callOf = (actor: Actor, ids: () => string, options: SendOptions): Call => ({
  ...options,
  actor,
  commandId: (options.commandId ?? ids()) as CommandId,
})

const invalidActor = (type: string) =>
  ({
    _tag: 'InvalidCommand',
    type,
    issues: [{ path: 'actor', expected: Actor.name }],
  }) as const

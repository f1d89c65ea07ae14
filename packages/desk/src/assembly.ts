/**
 * The composition root: a log, deciders, policies and read models made into one desk.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { Actor, type CommandId, type Instant } from '@deskledger/kernel'
import { toResult, type Call } from '@deskledger/event-store'
import { runner } from '@deskledger/process'
import type { Checkpoint, Projection, ProjectionSettings } from '@deskledger/projection'
import { sealed, type Vault } from '@deskledger/vault'
import { assembled, type Assembled } from './assembled.ts'
import { awake, type NamedRunner } from './following.ts'
import { erasing, forgetting } from './erasing.ts'
import { importing } from './importing.ts'
import { fingerprintWith } from './keys.ts'
import { linksOf } from './links.ts'
import type { Module } from './module.ts'
import { orThrow, ProblemError } from './problem.ts'
import { reads, type DeskReads, type Source } from './reads.ts'
import { sending, type AnySend, type AnySent } from './sending.ts'
import type { Desk, Health, SendOptions, SharedSettings } from './settings.ts'

/** What read models are made over. */
export type ModelsOver = Omit<ProjectionSettings, 'file' | 'clock' | 'leaseMs'>

export interface Parts<Modules extends ReadonlyArray<Module>> extends SharedSettings<Modules> {
  readonly clock: () => Instant
  readonly ids: () => string
  readonly id: string
  readonly folder: string
  readonly vault: Vault
  /** As it is stored: personal data sealed. */
  readonly log: ProjectionSettings['store']
  readonly models: (over: ModelsOver) => Projection
  readonly views: Source['views']
  /** Lets go of what only this desk uses, the log and its keys excepted. */
  readonly close: () => Promise<void>
}

export const assemble = <Modules extends ReadonlyArray<Module>>(
  parts: Parts<Modules>,
): Desk<Modules> => {
  const { folder, id, log, vault, clock, ids, views } = parts
  const { secret } = vault
  const all = assembled(parts.modules)
  const { registry } = all
  const store = sealed(log, { vault, registry, linksOf })
  const read = reads<Modules>({ ...all, folder, id, store, views, close: parts.close })
  const decided = sending(all.deciders, store, { clock, fingerprint: fingerprintWith(secret) })
  const send = forgetting(decided, { folder, vault, log, registry, clock })
  const { readStream, readAll } = store
  const imports = importing({ send, readStream, readAll }, { clock, secret })
  const models = modelsOf(parts, store, all)
  const runners = hired(parts, { store, all, send })
  const following = parts.mode === 'still' ? undefined : awake(models, runners, store, clock)

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

  let closing: Promise<void> | undefined
  /** What is under way comes to its end, and whoever waits to lead may begin at once. */
  const close = async (): Promise<void> => {
    if (following === undefined) await models.close()
    else await following.stop()
    await parts.close()
    const closed = await store.close()()
    await vault.close()
    orThrow(closed)
  }

  const erasures = erasing({
    folder,
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

interface House {
  readonly store: ProjectionSettings['store']
  readonly all: Assembled
  readonly send: AnySend
}

const modelsOf = <Modules extends ReadonlyArray<Module>>(
  { models, id, onUndecodable = 'fail', onProgress }: Parts<Modules>,
  store: House['store'],
  { registry, projectors }: Assembled,
): Projection =>
  models({
    store,
    registry,
    projectors,
    onUndecodable,
    log: id,
    ...(onProgress === undefined ? {} : { onProgress }),
  })

/** Somebody who runs each policy. */
const hired = <Modules extends ReadonlyArray<Module>>(
  { clock, onUndecodable = 'fail' }: Parts<Modules>,
  { store, all: { modules, registry }, send }: House,
): ReadonlyArray<NamedRunner> =>
  modules
    .flatMap(({ policies = [] }) => policies)
    .map((policy) => ({
      name: policy.name,
      runner: runner({
        policy: policy as never,
        registry,
        store,
        send,
        clock,
        onUndecodable: onUndecodable === 'fail' ? 'fail' : 'skip',
      }),
    }))

/** What a desk shows of what it reads. */
const seen = <Modules extends ReadonlyArray<Module>>(read: DeskReads<Modules>) => {
  const { folder, id, events, ask, query, customer, find, freshness, head, readModels, db } = read
  return { folder, id, events, ask, query, customer, find, freshness, head, readModels, db }
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

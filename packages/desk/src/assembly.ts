/**
 * The composition root: a log, deciders, policies and read models made into one desk.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { Actor, type CommandId, type Fact, type Instant, type Registry } from '@deskledger/kernel'
import { toResult, type Call, type EventStore } from '@deskledger/event-store'
import { snapshotsIn, type SqliteEventStore } from '@deskledger/event-store-sqlite'
import { runner } from '@deskledger/process'
import { projection, type Checkpoint } from '@deskledger/projection'
import { sealed, type Vault } from '@deskledger/vault'
import { assembled } from './assembled.ts'
import { statesFile, viewsFile } from './folder.ts'
import { awake, type NamedRunner } from './following.ts'
import { erasing, forgetting } from './erasing.ts'
import { importing } from './importing.ts'
import { fingerprintWith } from './keys.ts'
import { linksOf } from './links.ts'
import type { AnyPolicy, Module } from './module.ts'
import { orThrow, ProblemError } from './problem.ts'
import { readingFolder } from './reading.ts'
import { sending, type AnySend, type AnySent } from './sending.ts'
import type { Desk, DeskSettings, Health, SendOptions } from './settings.ts'

export interface Parts<Modules extends ReadonlyArray<Module>> extends DeskSettings<Modules> {
  readonly clock: () => Instant
  readonly ids: () => string
  readonly vault: Vault
  /** As it is stored: personal data sealed. */
  readonly log: SqliteEventStore
}

export const assemble = <Modules extends ReadonlyArray<Module>>(
  parts: Parts<Modules>,
): Desk<Modules> => {
  const { folder, log, vault, clock, ids, onUndecodable = 'fail', onProgress } = parts
  const { secret } = vault
  const all = assembled(parts.modules)
  const store = sealed(log, { vault, registry: all.registry, linksOf })
  const reads = readingFolder<Modules>(folder, store, all)
  const fingerprint = fingerprintWith(secret)
  const kept = snapshotsIn({ file: statesFile(folder), secret })
  const { chainAt } = store
  const snapshots = { kept, chainAt }
  const decided = sending(all.deciders, store, { clock, fingerprint, snapshots })
  const { registry } = all
  const send = forgetting(decided, { folder, vault, log, registry, clock })
  const { readStream, readAll } = store
  const imports = importing({ send, readStream, readAll }, { clock, secret })
  const models = projection({
    file: viewsFile(folder),
    store,
    registry: all.registry,
    projectors: all.projectors,
    onUndecodable,
    log: store.deskId,
    ...(onProgress === undefined ? {} : { onProgress }),
  })
  const runners = all.modules
    .flatMap(({ policies = [] }) => policies)
    .map((policy) => ({
      name: policy.name,
      runner: hire(policy, { ...parts, store }, all.registry, send),
    }))
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
    views: following?.viewsError(),
    policies: following?.policyErrors() ?? [],
    parked: runners.flatMap(({ name, runner: one }) =>
      one.parked().map((parked) => ({ ...parked, policy: name })),
    ),
  })

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
    folder,
    erasures,
    id: reads.id,
    events: reads.events,
    ask: reads.ask,
    query: reads.query,
    customer: reads.customer,
    find: reads.find,
    freshness: reads.freshness,
    head: reads.head,
    readModels: reads.readModels,
    db: reads.db,
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
    close: async () => {
      if (following === undefined) await models.close()
      else await following.stop()
      kept.close()
      await reads.close()
      vault.close()
    },
  }
}

interface Reading {
  readonly store: EventStore
}

const hire = (
  policy: AnyPolicy,
  { store, clock, onUndecodable = 'fail' }: Parts<ReadonlyArray<Module>> & Reading,
  registry: Registry<Fact>,
  send: AnySend,
): NamedRunner['runner'] =>
  runner({
    policy: policy as never,
    registry,
    store,
    send,
    clock,
    onUndecodable: onUndecodable === 'fail' ? 'fail' : 'skip',
  })

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

/**
 * Logs to be noted, and notaries of them, for specs.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, Concern, Instant } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import { anyRevision, type Append, type EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import {
  follow,
  verifyNotary,
  type FollowSettings,
  type NotaryVerification,
  type Tip,
  type VerifySettings,
} from '../index.ts'

/** Where the system keeps files in memory, a sync costs nothing. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Runs `work` in a folder that is gone afterwards. */
export const inFolder = async <A>(work: (folder: string) => Promise<A>): Promise<A> => {
  const folder = mkdtempSync(join(root, 'deskledger-notary-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const right = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isRight(answer)) return answer.right
  throw Object.assign(new Error(`refused: ${JSON.stringify(answer.left)}`), { cause: answer.left })
}

export const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

/** What somebody wrote: to which of a few streams, and what. */
export interface Told {
  readonly request: number
  readonly data: ReadonlyArray<unknown>
  readonly about?: Partial<Append>
  readonly concerns?: ReadonlyArray<Concern>
}

const anyTold: fc.Arbitrary<Told> = fc.record(
  {
    request: fc.integer({ min: 1, max: 4 }),
    data: fc.array(fc.jsonValue(), { minLength: 1, maxLength: 4 }),
    about: fc.record(
      {
        correlationId: fc.constantFrom('a', 'b'),
        causationId: fc.constantFrom('a', 'ü💬'),
        actor: fc.constantFrom(
          { kind: 'agent', id: 'clerk' } as const,
          { kind: 'import', id: 'xes', onBehalfOf: 'ana', reason: 'Grüße' } as const,
        ),
      },
      { requiredKeys: [] },
    ),
    concerns: fc.constantFrom([], ['party:1'], ['party:1', 'request:日本']) as fc.Arbitrary<
      ReadonlyArray<Concern>
    >,
  },
  { requiredKeys: ['request', 'data'] },
)
export const anyHistory = fc.array(anyTold, { minLength: 1, maxLength: 12 })

export const appendOf = (
  { request, data, about = {}, concerns = [] }: Told,
  command: number | string,
): Append => ({
  stream: `request-${request}`,
  expected: anyRevision,
  events: data.map((each, i) => ({
    type: i % 2 === 0 ? 'RequestNoted' : 'RequestSeen',
    schemaVersion: 1 + (i % 3),
    data: each,
    occurredAt: (1_700_000_000_000 + i) as Instant,
    concerns,
  })),
  commandId: `c${command}` as CommandId,
  fingerprint: `f${command}`,
  actor: { kind: 'agent', id: 'clerk' },
  ...about,
})

/** A clock that goes on by one at each look. */
export const ticking = (): (() => Instant) => {
  let now = 0
  return () => at((now += 1))
}

export const memoryLog = (pageSize = 1_000): EventStore =>
  memoryEventStore({ clock: ticking(), pageSize })

/** Appends a history; commands are numbered on from `from`. */
export const tell = async (
  store: EventStore,
  history: ReadonlyArray<Told>,
  from = 0,
): Promise<void> => {
  for (const [i, told] of history.entries()) right(await store.append(appendOf(told, from + i))())
}

/** Notes that are all alike, on a few streams, in turn. */
export const notes = (n: number, size = 2): ReadonlyArray<Told> =>
  upTo(n).map((i) => ({ request: 1 + (i % 3), data: upTo(1 + (i % size)).map((k) => ({ i, k })) }))

/** Notes a log up to its end. */
export const noted = async (
  file: string,
  store: EventStore,
  more: Partial<FollowSettings> = {},
): Promise<Tip> => right(await attempted(file, store, more))

export const attempted = (file: string, store: EventStore, more: Partial<FollowSettings> = {}) =>
  follow({ file, store, clock: Date.now, until: 'once', ...more })()

export const verified = async (
  file: string,
  store: EventStore,
  more: Partial<VerifySettings> = {},
): Promise<NotaryVerification> => right(await verifyNotary({ file, store, ...more })())

/**
 * Appends to several streams, made together or not at all.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { AppendError, Appended, EventStore } from '@deskledger/event-store'
import type { Failure } from '../failure.ts'
import { deniedTo, failureOf, nameless, sizeOf, type Writable } from '../log/appending.ts'
import { isStreamName } from '../log/names.ts'
import { lastRevision } from '../log/reading.ts'
import type { Run } from './asked.ts'
import { askedOf, failedOf, planOf, type Plan, type Wishes } from './plan.ts'
import { refusalOf, type Failed, type Refusal } from './refusal.ts'

/** A log that can. */
export interface Joint extends Writable {
  readonly appendAll: NonNullable<EventStore['appendAll']>
}

export interface Told {
  readonly position: number
  /** The last revision of each stream that was written to, in the order of the first events. */
  readonly revisions: ReadonlyArray<{ readonly stream: string; readonly revision: number }>
}

type Answer = E.Either<Failure, Told>

/** How what was not as expected is answered; there is at least one. */
export type Telling = (failed: ReadonlyArray<Failed>) => Refusal

export const writeTogether = async (
  log: Joint,
  wishes: Wishes,
  telling: Telling,
): Promise<Answer> => {
  const wrong = wrongIn(log, wishes)
  if (wrong !== undefined) return E.left(wrong)
  const plan = await planOf(log, wishes)
  if (plan === undefined) return E.left({ _tag: 'Invalid', why: 'an event has no id' })
  const answer = await log.appendAll(askedOf(plan))()
  const failed = [
    ...plan.failed,
    ...(E.isLeft(answer)
      ? await unmetIn(log, plan, answer.left)
      : elsewhere(wishes, plan, answer.right)),
  ].sort((a, b) => orderOf(a) - orderOf(b))
  if (failed.length > 0) return E.left(refusalOf(telling(failed)))
  return E.isLeft(answer)
    ? E.left(failureOf(log, answer.left))
    : E.right(toldOf(wishes.runs, plan, answer.right))
}

/** Checks in their order, then what is written to. */
const orderOf = ({ check }: Failed): number => (check < 0 ? Infinity : check)

// ------------------------------------------------------------------------------------------------
// before the log is asked
// ------------------------------------------------------------------------------------------------

const wrongIn = (log: Writable, { runs, checks, user }: Wishes): Failure | undefined => {
  if (runs.length === 0 || runs.some(({ proposals }) => proposals.length === 0))
    return { _tag: 'Invalid', why: 'an append has at least one record' }
  if (checks.some(({ stream }) => !isStreamName(stream))) return nameless
  for (const { stream, proposals } of runs) {
    const denied = deniedTo(log, { stream, proposals, user })
    if (denied !== undefined) return denied
  }
  const large = tooLarge(log.maxAppendSize, runs)
  return large === undefined ? undefined : refusalOf(large)
}

const tooLarge = (max: number, runs: ReadonlyArray<Run>): Refusal | undefined => {
  for (const { stream, proposals } of runs)
    for (const proposal of proposals) {
      const size = sizeOf([proposal])
      if (size > max) return { _tag: 'RecordTooLarge', stream, id: proposal.id, size, max }
    }
  const size = runs.reduce((sum, { proposals }) => sum + sizeOf(proposals), 0)
  return size > max ? { _tag: 'TogetherTooLarge', size, max } : undefined
}

// ------------------------------------------------------------------------------------------------
// what became of it
// ------------------------------------------------------------------------------------------------

/** Events whose ids belong to others are a conflict, as on any such server. */
const unmetIn = async (
  { store }: Writable,
  plan: Plan,
  error: AppendError,
): Promise<ReadonlyArray<Failed>> => {
  if (error._tag === 'Conflict') return failedOf(plan, [error, ...(error.also ?? [])])
  if (error._tag !== 'CommandIdReused') return []
  const actual = await lastRevision(store, error.stream)
  return plan.looks
    .filter(({ look }) => look.check < 0 && look.stream === error.stream)
    .map(({ look }) => ({ ...look, actual }))
}

/** The same events at another place than is expected now. */
const elsewhere = (
  { runs }: Wishes,
  { appends }: Plan,
  places: ReadonlyArray<Appended>,
): ReadonlyArray<Failed> =>
  runs.flatMap(({ stream, expected }) => {
    const place = places[appends.findIndex((append) => append.stream === stream)]
    if (place?.repeated !== true || expected._tag !== 'Exact') return []
    return expected.revision === place.firstRevision - 1
      ? []
      : [{ stream, expected, check: -1, actual: place.lastRevision }]
  })

const toldOf = (
  runs: ReadonlyArray<Run>,
  { appends }: Plan,
  places: ReadonlyArray<Appended>,
): Told => {
  const last = new Map<string, number>()
  for (const { stream } of runs) last.set(stream, -1)
  appends.forEach(({ stream }, i) => {
    if (last.has(stream)) last.set(stream, places[i]?.lastRevision ?? -1)
  })
  return {
    position: places.reduce((most, { lastPosition }) => Math.max(most, lastPosition), 0),
    revisions: [...last].map(([stream, revision]) => ({ stream, revision })),
  }
}

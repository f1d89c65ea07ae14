/**
 * What a log is asked when several streams are written to together.
 *
 * What a run expects of its stream is looked at like any other check, before anything is written; so
 * everything that is not as expected is known at once.
 */
import type { StreamName } from '@deskledger/kernel'
import type { Append, AppendAll, Check, EventStore, Unmet } from '@deskledger/event-store'
import { numberOf } from '../failure.ts'
import type { Writable } from '../log/appending.ts'
import { isStreamName } from '../log/names.ts'
import { appendOf, type Wish } from '../log/proposed.ts'
import type { Run, StateCheck } from './asked.ts'
import type { Failed } from './refusal.ts'
import { lookedAt, reviving, standingOf, type Standing } from './standing.ts'

export interface Wishes {
  readonly runs: ReadonlyArray<Run>
  readonly checks: ReadonlyArray<StateCheck>
  readonly user: string | undefined
}

interface Look extends StateCheck {
  /** Its place among the checks; −1 for a stream that is written to. */
  readonly check: number
}

export interface Plan {
  /** None where something is known not to be as expected: then the log is only asked for the rest. */
  readonly appends: ReadonlyArray<Append>
  readonly looks: ReadonlyArray<{ readonly look: Look; readonly asked: Check }>
  readonly failed: ReadonlyArray<Failed>
}

/** None if an event has no id. */
export const planOf = async (log: Writable, wishes: Wishes): Promise<Plan | undefined> => {
  const { runs, checks, user } = wishes
  const standings = await standingsOf(log.store, [...runs, ...checks])
  const firsts = runs.filter(
    ({ stream }, i) => runs.findIndex((run) => run.stream === stream) === i,
  )
  const all: ReadonlyArray<Look> = [
    ...checks.map((check, i) => ({ ...check, check: i })),
    ...firsts.map(({ stream, expected }) => ({ stream, expected, check: -1 })),
  ]
  const looks: Array<Plan['looks'][number]> = []
  const failed: Array<Failed> = []
  for (const look of all) {
    const { stream, expected, check } = look
    const found = standings.get(stream)
    if (found === undefined) continue
    const asked = lookedAt(found.standing, expected, check < 0)
    if ('actual' in asked) failed.push({ ...look, actual: asked.actual })
    else looks.push({ look, asked: { stream: found.stream, expected: asked } })
  }
  if (failed.length > 0) return { appends: [], looks, failed }
  const revived = firsts.flatMap(({ stream }) => {
    const found = standings.get(stream)
    return found === undefined ? [] : reviving(found.standing, found.stream, user)
  })
  const appends = appendsOf(log, [...revived, ...runs.map((run) => wishOf(run, user))])
  return appends === undefined ? undefined : { appends, looks, failed }
}

type Found = { readonly stream: StreamName; readonly standing: Standing }

const standingsOf = async (
  store: EventStore,
  all: ReadonlyArray<{ readonly stream: string }>,
): Promise<ReadonlyMap<string, Found>> => {
  const standings = new Map<string, Found>()
  for (const { stream } of all)
    if (isStreamName(stream) && !standings.has(stream))
      standings.set(stream, { stream, standing: await standingOf(store, stream) })
  return standings
}

const wishOf = ({ stream, proposals }: Run, user: string | undefined): Wish => ({
  stream,
  expected: { _tag: 'Any' },
  proposals,
  user,
})

const appendsOf = (
  { clock }: Writable,
  wishes: ReadonlyArray<Wish>,
): ReadonlyArray<Append> | undefined => {
  const appends = wishes.flatMap((wish) => {
    const append = isStreamName(wish.stream) ? appendOf(wish, wish.stream, clock()) : undefined
    return append === undefined ? [] : [append]
  })
  return appends.length === wishes.length ? appends : undefined
}

export const askedOf = ({ appends, looks }: Plan): AppendAll => ({
  appends,
  checks: looks.map(({ asked }) => asked),
})

/** What the log found, as it was asked by the client. */
export const failedOf = ({ looks }: Plan, conflicts: ReadonlyArray<Unmet>): ReadonlyArray<Failed> =>
  looks.flatMap(({ look, asked }) => {
    const found = conflicts.find(
      ({ stream, expected }) =>
        stream === asked.stream && numberOf(expected) === numberOf(asked.expected),
    )
    return found === undefined ? [] : [{ ...look, actual: found.actual }]
  })

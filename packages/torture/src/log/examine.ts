/**
 * Looking at a log after the worst: is everything there that was acknowledged, once, without a gap,
 * and does the log go on?
 */
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore, StoredEvent } from '@deskledger/event-store'
import { sqliteEventStore, type OpenError } from '@deskledger/event-store-sqlite'
import type { Counts } from '../attack.ts'
import { clock, commandOf, eventsIn, note, requestOf } from './notes.ts'
import type { Acked } from './said.ts'

export type Finding = Pick<Counts, 'found' | 'lost' | 'doubled' | 'broken'>

interface Sent {
  readonly by: string
  readonly n: number
}

export interface Look {
  readonly acked: ReadonlyArray<Acked>
  /** Notes to send again: each must be in the log once, whether or not it was before. */
  readonly again?: ReadonlyArray<Sent>
}

export const examine = async (file: string, look: Look): Promise<Finding> => {
  const opened = sqliteEventStore({ file, clock })
  if (E.isLeft(opened))
    return {
      found: 0,
      lost: look.acked.length,
      doubled: 0,
      broken: [`the log does not open: ${reasonOf(opened.left)}`],
    }
  const store = opened.right
  try {
    return await examineOpen(store, file, look)
  } finally {
    await store.close()()
  }
}

const reasonOf = (error: OpenError): string =>
  'code' in error ? `${error._tag} ${error.code}` : error._tag

const examineOpen = async (store: EventStore, file: string, look: Look): Promise<Finding> => {
  const events = await recordedIn(store)
  if (!Array.isArray(events))
    return { found: 0, lost: look.acked.length, doubled: 0, broken: [`reading: ${events._tag}`] }
  const gone = look.acked.filter((acked) => !isThere(events, acked))
  const broken = [
    ...gone.slice(0, 1).map(({ by, n }) => `note ${by}/${n} was acknowledged and is not there`),
    ...gapsIn(events),
    ...integrityOf(file),
    ...(await goesOn(store, events.length, look.again ?? [])),
  ]
  const after = await recordedIn(store)
  const doubled = Array.isArray(after) ? repeatsIn(after) : 0
  return { found: look.acked.length - gone.length, lost: gone.length, doubled, broken }
}

/** Every event, or why not. */
export const recordedIn = async (
  store: EventStore,
): Promise<Array<StoredEvent> | { readonly _tag: string }> => {
  const all: Array<StoredEvent> = []
  try {
    for await (const { events } of store.readAll()) all.push(...events)
    return all
  } catch (caught) {
    return caught as { readonly _tag: string }
  }
}

/** Whether every event of the note stands where it was said to stand, with the data it had. */
const isThere = (events: ReadonlyArray<StoredEvent>, { by, n, lastPosition }: Acked): boolean => {
  const wanted = note(by, n).events
  const found = events.slice(lastPosition - wanted.length, lastPosition)
  return (
    found.length === wanted.length &&
    found.every(
      ({ commandId, stream, data }, i) =>
        commandId === commandOf(by, n) &&
        stream === requestOf(n) &&
        isDeepStrictEqual(data, wanted[i]?.data),
    )
  )
}

/** Where an event stands. */
export type Placed = Pick<StoredEvent, 'position' | 'stream' | 'revision'>

/** Positions are 1 to N, and revisions 0 to R in each stream. */
export const gapsIn = (events: ReadonlyArray<Placed>): ReadonlyArray<string> => {
  const revisions = new Map<string, number>()
  const bad = events.filter(({ position, stream, revision }, i) => {
    const expected = (revisions.get(stream) ?? -1) + 1
    revisions.set(stream, revision)
    return position !== i + 1 || revision !== expected
  })
  return bad
    .slice(0, 1)
    .map(({ position, stream, revision }) => `a gap at ${position} (${stream} ${revision})`)
}

/** How many events of a note are there beyond those it has. */
const repeatsIn = (events: ReadonlyArray<StoredEvent>): number =>
  events.length - new Set(events.map(({ id }) => id)).size + overfull(events)

const overfull = (events: ReadonlyArray<StoredEvent>): number => {
  const counted = new Map<string, number>()
  for (const { commandId } of events) counted.set(commandId, (counted.get(commandId) ?? 0) + 1)
  return [...counted].filter(([id, n]) => n !== eventsIn(Number(id.split('/').at(-1)))).length
}

const integrityOf = (file: string): ReadonlyArray<string> => {
  const db = new Database(file, { readonly: true })
  try {
    const said = db.pragma('integrity_check', { simple: true })
    return said === 'ok' ? [] : [`integrity: ${String(said).slice(0, 80)}`]
  } catch (error) {
    return [`integrity: ${String(error)}`]
  } finally {
    db.close()
  }
}

/** What was sent may be sent again; then the log takes something new, right behind the last. */
const goesOn = async (
  store: EventStore,
  length: number,
  again: ReadonlyArray<Sent>,
): Promise<ReadonlyArray<string>> => {
  const broken: Array<string> = []
  let last = length
  const wanted: ReadonlyArray<Sent> = [...again, { by: 'afterwards', n: length }]
  for (const { by, n } of wanted) {
    const answer = await store.append(note(by, n))()
    if (E.isLeft(answer)) broken.push(`appending afterwards: ${answer.left._tag}`)
    else if (!answer.right.repeated) {
      last += eventsIn(n)
      if (answer.right.lastPosition !== last) broken.push(`appended at another place than ${last}`)
    }
  }
  return broken
}

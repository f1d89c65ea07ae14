/**
 * What surrounds the events of a page: made of what was read with them or, where they were read late,
 * fetched when somebody looks. What is recorded never changes, so it does not matter when that is.
 */
import type Database from 'better-sqlite3'
import type { Instant, StreamName } from '@deskledger/kernel'
import type { Around, Place, Rest, StoreError } from '@deskledger/event-store'
import { nameById } from './names.ts'

type PlaceRow = readonly [stream: number, revision: number, occurredAt: Instant]
export type BareRow = readonly [type: number, schemaVersion: number, data: string]
export type PlacedRow = readonly [...BareRow, ...PlaceRow]
export type WholeRow = [...PlacedRow, position: number, recordedAt: Instant | null, meta: string]

type AroundRow = readonly [recordedAt: Instant, meta: string]

/** The rest of a page, and whether anybody has asked where its events stand. */
export interface Late extends Rest {
  readonly isPlaced: () => boolean
}

export interface Rests {
  readonly placeOf: (stream: number, revision: number, occurredAt: Instant) => Place
  /** Of rows that hold all of it. */
  readonly of: (rows: ReadonlyArray<WholeRow>) => Rest
  /** Of all events behind `after`, up to `through`. */
  readonly between: (after: number, through: number) => Late
}

/** `attempt` runs what asks the database, and turns what it throws into a `StoreError`. */
export const restsOn = (db: Database.Database, attempt: <A>(read: () => A) => A): Rests => {
  const streamName = nameById(db, 'streams')
  const window = 'position > ? AND position <= ? ORDER BY position'
  const places = db
    .prepare(`SELECT stream, revision, occurred_at FROM events WHERE ${window}`)
    .raw()
  const arounds = db
    .prepare(`SELECT recorded_at, meta FROM events JOIN commits USING (commit_no) WHERE ${window}`)
    .raw()

  const aroundOne = db
    .prepare(
      'SELECT recorded_at, meta FROM events JOIN commits USING (commit_no) WHERE position = ?',
    )
    .raw()

  const placeOf: Rests['placeOf'] = (stream, revision, occurredAt) => ({
    stream: streamName(stream) as StreamName,
    revision,
    occurredAt,
  })
  const placesIn = (after: number, through: number): ReadonlyArray<Place> =>
    (places.all(after, through) as ReadonlyArray<PlaceRow>).map((row) => placeOf(...row))
  const aroundsIn = (after: number, through: number): ReadonlyArray<Around> =>
    (arounds.all(after, through) as ReadonlyArray<AroundRow>).map(aroundOf)
  const aroundAt = (position: number): Around =>
    aroundOf(there(aroundOne.get(position) as AroundRow | undefined))

  return {
    placeOf,
    of: (rows) => {
      const streams = rows.map((row) => streamName(row[3]) as StreamName)
      return {
        placeOf: (index) => {
          const [, , , , revision, occurredAt] = there(rows[index])
          return { stream: there(streams[index]), revision, occurredAt }
        },
        aroundOf: (index) => {
          const [, , , , , occurredAt, , recordedAt, meta] = there(rows[index])
          return { recordedAt: recordedAt ?? occurredAt, meta }
        },
      }
    },
    between: (after, through) => {
      let place: ReadonlyArray<Place> | undefined
      let around: ReadonlyArray<Around> | undefined
      let one: { readonly index: number; readonly around: Around } | undefined
      /** Who looks at one event may want no other, such as the last that a reader has seen. */
      const aroundOfIndex = (index: number): Around => {
        if (one?.index === index) return one.around
        if (one === undefined) {
          one = { index, around: attempt(() => aroundAt(after + 1 + index)) }
          return one.around
        }
        around ??= attempt(() => aroundsIn(after, through))
        return there(around[index])
      }
      return {
        placeOf: (index) => there((place ??= attempt(() => placesIn(after, through)))[index]),
        aroundOf: aroundOfIndex,
        isPlaced: () => place !== undefined,
      }
    },
  }
}

const aroundOf = ([recordedAt, meta]: AroundRow): Around => ({ recordedAt, meta })

const there = <A>(found: A | undefined): A => {
  if (found === undefined) throw gone
  return found
}

const gone: StoreError = { _tag: 'StoreDamaged', cause: 'an event that was read is gone' }

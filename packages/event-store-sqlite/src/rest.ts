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

  const placeOf: Rests['placeOf'] = (stream, revision, occurredAt) => ({
    stream: streamName(stream) as StreamName,
    revision,
    occurredAt,
  })
  const placesIn = (after: number, through: number): ReadonlyArray<Place> =>
    (places.all(after, through) as ReadonlyArray<PlaceRow>).map((row) => placeOf(...row))
  const aroundsIn = (after: number, through: number): ReadonlyArray<Around> =>
    (arounds.all(after, through) as ReadonlyArray<AroundRow>).map(([recordedAt, meta]) => ({
      recordedAt,
      meta,
    }))

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
      return {
        placeOf: (index) => there((place ??= attempt(() => placesIn(after, through)))[index]),
        aroundOf: (index) => there((around ??= attempt(() => aroundsIn(after, through)))[index]),
        isPlaced: () => place !== undefined,
      }
    },
  }
}

const there = <A>(found: A | undefined): A => {
  if (found === undefined) throw gone
  return found
}

const gone: StoreError = { _tag: 'StoreDamaged', cause: 'an event that was read is gone' }

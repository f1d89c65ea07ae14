/**
 * Rows of the log as recorded events, whole or with what surrounds them left to be fetched late.
 */
import type Database from 'better-sqlite3'
import { Recorded, type Rest, type StoredEvent, type StoreError } from '@deskledger/event-store'
import { nameById } from './names.ts'
import { restsOn, type BareRow, type PlacedRow, type WholeRow } from './rest.ts'

const bare = 'type, schema_version, data'
const placed = `${bare}, stream, revision, occurred_at`
const whole = `SELECT ${placed}, position, recorded_at, meta
  FROM events LEFT JOIN commits USING (commit_no)`
const inWindow = 'position > ? AND position <= ?'

/** Events up to a position. */
export interface Opened {
  readonly events: ReadonlyArray<StoredEvent>
  readonly through: number
  /** Whether anybody has looked where the events stand. */
  readonly isPlaced: () => boolean
}

export interface Rows {
  /** Of a stream, from a revision on, at most so many. */
  readonly ofStream: (stream: number, from: number, limit: number) => ReadonlyArray<StoredEvent>
  /** Behind a position, up to another one. */
  readonly between: (after: number, through: number) => ReadonlyArray<StoredEvent>
  readonly ofTypes: (window: {
    readonly after: number
    readonly end: number
    /** Of the types. */
    readonly ids: ReadonlyArray<number>
    readonly limit: number
  }) => ReadonlyArray<StoredEvent>
  /** As `between`; where they stand comes with them or is fetched late, like all the rest. */
  readonly late: (after: number, through: number, isPlaced: boolean) => Opened
}

/** Its functions throw what SQLite throws; `attempt` runs what is fetched late. */
export const rowsOn = (db: Database.Database, attempt: <A>(read: () => A) => A): Rows => {
  const typeName = nameById(db, 'types')
  const ofStream = db
    .prepare(`${whole} WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`)
    .raw()
  const ofWindow = (columns: string) =>
    db.prepare(`SELECT ${columns} FROM events WHERE ${inWindow} ORDER BY position`).raw()
  const [bareOfAll, placedOfAll] = [ofWindow(bare), ofWindow(placed)]
  const wholeOfAll = db.prepare(`${whole} WHERE ${inWindow} ORDER BY position`).raw()
  const ofTypes = db
    .prepare(
      `${whole} WHERE ${inWindow} AND type IN (SELECT value FROM json_each(?))
       ORDER BY position LIMIT ?`,
    )
    .raw()
  const areCommitsThere = db
    .prepare(
      `SELECT count(c.commit_no) = max(b.commit_no) - max(a.commit_no) + 1
       FROM events a, events b LEFT JOIN commits c ON c.commit_no BETWEEN a.commit_no AND b.commit_no
       WHERE a.position = ? AND b.position = ?`,
    )
    .pluck()

  const rests = restsOn(db, attempt)

  /** Who holds an event does not hold its JSON as well: the text is let go of. */
  const allWhole = (found: ReadonlyArray<unknown>): ReadonlyArray<StoredEvent> => {
    const rows = found as ReadonlyArray<WholeRow>
    const rest = rests.of(rows)
    return rows.map((row, i) => {
      const [type, version, data, , , , position, recordedAt] = row
      if (recordedAt === null) throw noCommit(position)
      row[2] = ''
      return new Recorded(typeName(type), version, JSON.parse(data), position, rest, i)
    })
  }

  const bareEvents = (after: number, rest: Rest, rows: ReadonlyArray<BareRow>) =>
    rows.map(
      ([type, version, data], i) =>
        new Recorded(typeName(type), version, JSON.parse(data), after + 1 + i, rest, i),
    )

  const placedEvents = (after: number, rest: Rest, rows: ReadonlyArray<PlacedRow>) =>
    rows.map(([type, version, data, stream, revision, occurredAt], i) => {
      const place = rests.placeOf(stream, revision, occurredAt)
      return new Recorded(typeName(type), version, JSON.parse(data), after + 1 + i, rest, i, place)
    })

  /** Positions and commits have no gap, or the events would not be what they are taken for. */
  const openLate = (after: number, through: number, isPlaced: boolean): Opened => {
    const rows = (isPlaced ? placedOfAll : bareOfAll).all(after, through)
    if (rows.length !== through - after) throw noEvent(after)
    if (areCommitsThere.get(after + 1, through) !== 1) throw noCommit(after + 1)
    const rest = rests.between(after, through)
    if (isPlaced)
      return { events: placedEvents(after, rest, rows as Array<PlacedRow>), through, isPlaced: yes }
    const events = bareEvents(after, rest, rows as Array<BareRow>)
    return { events, through, isPlaced: rest.isPlaced }
  }

  return {
    ofStream: (stream, from, limit) => allWhole(ofStream.all(stream, from, limit)),
    between: (after, through) => allWhole(wholeOfAll.all(after, through)),
    ofTypes: ({ after, end, ids, limit }) =>
      allWhole(ofTypes.all(after, end, JSON.stringify(ids), limit)),
    late: openLate,
  }
}

export const yes = (): boolean => true

const noEvent = (after: number): StoreError => ({
  _tag: 'StoreDamaged',
  cause: `an event behind position ${after} is missing`,
})

const noCommit = (position: number): StoreError => ({
  _tag: 'StoreDamaged',
  cause: `a commit of position ${position} or behind it is missing`,
})

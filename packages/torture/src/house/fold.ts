/**
 * The parcels as they must be: folded from the log by a few lines that have nothing in common with
 * the engine, to hold its tables against.
 */
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'

/** A recorded event, as far as the fold looks at it. */
export interface Told {
  readonly position: number
  readonly type: string
  readonly data: unknown
}

type Row = Readonly<Record<string, unknown>>
type Rows = Readonly<Record<'parcel' | 'parcel_log' | 'parcel_count', ReadonlyArray<Row>>>

export const foldOf = (events: ReadonlyArray<Told>): Rows => {
  const seen = events.filter(({ type }) => type.startsWith('Parcel'))
  const log = seen.map(({ position, type: activity, data }) => ({
    position,
    parcel_id: parcelOf(data),
    activity,
  }))
  const placed = log.filter(({ activity }) => activity === 'ParcelPlaced')
  const ids = [...new Set(placed.map(({ parcel_id }) => parcel_id))].sort()
  const parcel = ids.map((parcel_id) => {
    const own = log.filter((row) => row.parcel_id === parcel_id)
    const times = (activity: string) => own.filter((row) => row.activity === activity).length
    return { parcel_id, paid: times('ParcelPaid'), shipped: times('ParcelShipped') }
  })
  const shipments = [...new Set(parcel.map(({ shipped }) => shipped))].sort((a, b) => a - b)
  const counted = shipments.map((shipped) => ({
    shipped,
    parcels: parcel.filter((row) => row.shipped === shipped).length,
  }))
  return { parcel, parcel_log: log, parcel_count: counted }
}

const parcelOf = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'parcelId' in data ? String(data.parcelId) : ''

const queries = {
  parcel: 'SELECT parcel_id, paid, shipped FROM parcel ORDER BY parcel_id',
  parcel_log: 'SELECT position, parcel_id, activity FROM parcel_log ORDER BY position',
  parcel_count: 'SELECT shipped, parcels FROM parcel_count WHERE parcels > 0 ORDER BY shipped',
}

/** Tables of the read model that are not the fold, and how many rows are too few and too many. */
export const unlike = (views: string, events: ReadonlyArray<Told>) => {
  const expected = foldOf(events)
  const db = new Database(views, { readonly: true })
  try {
    const tables = (['parcel', 'parcel_log', 'parcel_count'] as const).map((name) => {
      const found = db.prepare(queries[name]).all() as ReadonlyArray<Row>
      const [missing, more] = [without(expected[name], found), without(found, expected[name])]
      return { name, missing, more }
    })
    const bad = tables.filter(({ missing, more }) => missing + more > 0)
    return bad.map(({ name, missing, more }) => `${name}: ${missing} rows lost, ${more} too many`)
  } finally {
    db.close()
  }
}

const without = (some: ReadonlyArray<Row>, others: ReadonlyArray<Row>): number => {
  if (isDeepStrictEqual(some, others)) return 0
  const known = new Set(others.map((row) => JSON.stringify(row)))
  return some.filter((row) => !known.has(JSON.stringify(row))).length
}

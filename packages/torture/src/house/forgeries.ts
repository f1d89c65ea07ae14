/**
 * What may be done to a log by somebody who can write the file: each changes it, and says where.
 */
import type Database from 'better-sqlite3'
import type { Chance } from '../chance.ts'

/** What was done, and the commit that a verifier must name; none if it is about more than one. */
export interface Deed {
  readonly what: string
  readonly commit?: number
}

/** Nothing if it could not be done. */
export type Forgery = (db: Database.Database, chance: Chance) => Deed | undefined

type Value = number | string | Buffer | null

interface Spot {
  readonly column: string
  readonly value: Value
  readonly rowid: number
}

const tables = ['events', 'commits', 'streams', 'types', 'commands', 'desk'] as const

/** One bit of one value of one row. */
const flipBit: Forgery = (db, chance) => {
  const table = chance.pick(tables)
  const key = keyOf(table)
  const columns = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all()
  const column = String(chance.pick(columns))
  const count = Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  const read = db.prepare(
    `SELECT ${key} AS rowid, ${column} AS value FROM ${table} LIMIT 1 OFFSET ?`,
  )
  const spot = read.get(chance.below(count)) as Omit<Spot, 'column'>
  const value = flipped(spot.value, chance)
  if (value === undefined) return undefined
  const commit = commitOf(db, table, spot.rowid)
  const where = table === 'commands' || table === 'desk' ? `${key} = ?` : `rowid = ?`
  const { changes } = db
    .prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where} AND ${column} IS NOT ?`)
    .run(value, spot.rowid, value)
  if (changes === 0) return undefined
  return { what: `a bit of ${table}.${column}`, ...(commit === undefined ? {} : { commit }) }
}

const keyOf = (table: (typeof tables)[number]): string => {
  if (table === 'desk') return 'key'
  return table === 'commands' ? `command_id` : 'rowid'
}

const commitOf = (db: Database.Database, table: string, rowid: number): number | undefined => {
  if (table === 'commits') return rowid
  if (table !== 'events') return undefined
  return Number(db.prepare('SELECT commit_no FROM events WHERE position = ?').pluck().get(rowid))
}

/** The value with one bit changed; nothing where there is none. */
const flipped = (value: Value, chance: Chance): Value | undefined => {
  if (value === null) return undefined
  if (typeof value === 'number')
    return value + (chance.happens(50) ? 1 : -1) * 2 ** chance.below(12)
  if (typeof value === 'string') return flippedText(value, chance)
  const bytes = Buffer.from(value)
  if (bytes.length === 0) return undefined
  const at = chance.below(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8))
  return bytes
}

const flippedText = (text: string, chance: Chance): string | undefined => {
  if (text === '') return undefined
  const at = chance.below(text.length)
  const changed = String.fromCharCode(text.charCodeAt(at) ^ (1 << chance.below(5)))
  return `${text.slice(0, at)}${changed}${text.slice(at + 1)}`
}

const anyPosition = (db: Database.Database, chance: Chance): number =>
  1 + chance.below(Number(db.prepare('SELECT max(position) FROM events').pluck().get()))

const onEvent =
  (what: string, sql: string): Forgery =>
  (db, chance) => {
    const position = anyPosition(db, chance)
    const commit = commitOf(db, 'events', position) ?? 0
    return db.prepare(sql).run({ position }).changes > 0 ? { what, commit } : undefined
  }

const swapNeighbours: Forgery = (db, chance) => {
  const position = anyPosition(db, chance)
  const swap = (column: string) =>
    db
      .prepare(
        `UPDATE events SET ${column} = (SELECT o.${column} FROM events o
         WHERE o.position = 2 * @position + 1 - events.position)
         WHERE position IN (@position, @position + 1)
           AND (SELECT count(DISTINCT ${column}) FROM events
                WHERE position IN (@position, @position + 1)) = 2`,
      )
      .run({ position }).changes
  return swap('data') === 2 ? { what: 'two events change their words' } : undefined
}

const cutTail: Forgery = (db, chance) => {
  const last = Number(db.prepare('SELECT max(commit_no) FROM commits').pluck().get())
  const kept = last - 1 - chance.below(Math.min(5, last - 1))
  db.exec(`DELETE FROM commands WHERE EXISTS (SELECT 1 FROM events e WHERE e.stream = commands.stream
    AND e.revision = commands.first_revision AND e.commit_no > ${kept})`)
  db.exec(`DELETE FROM events WHERE commit_no > ${kept}`)
  db.exec(`DELETE FROM commits WHERE commit_no > ${kept}`)
  db.exec('DELETE FROM streams WHERE id NOT IN (SELECT stream FROM events)')
  db.exec('DELETE FROM types WHERE id NOT IN (SELECT type FROM events)')
  return { what: 'the tail is cut off' }
}

export const forgeries: ReadonlyArray<Forgery> = [
  flipBit,
  flipBit,
  flipBit,
  onEvent('an event is deleted', 'DELETE FROM events WHERE position = @position'),
  onEvent(
    'an event happened at another time',
    'UPDATE events SET occurred_at = occurred_at - 3600000 WHERE position = @position',
  ),
  onEvent(
    'a commit was recorded at another time',
    `UPDATE commits SET recorded_at = recorded_at + 60000
     WHERE commit_no = (SELECT commit_no FROM events WHERE position = @position)`,
  ),
  onEvent(
    'an event is of another type',
    `UPDATE events SET type = (SELECT max(id) FROM types WHERE id <> type) WHERE position = @position
       AND (SELECT count(*) FROM types) > 1`,
  ),
  onEvent(
    'an event says something else',
    `UPDATE events SET data = json_insert(data, '$.forged', 1) WHERE position = @position`,
  ),
  onEvent(
    'somebody else did it',
    `UPDATE events SET meta = json_set(meta, '$.actor.id', 'nobody') WHERE position = @position`,
  ),
  swapNeighbours,
  cutTail,
]

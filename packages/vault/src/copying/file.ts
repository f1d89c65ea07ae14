/**
 * Keys in a file, to be copied from or to.
 */
import type Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { durably } from '../erasure/destroying.ts'
import { openKeysFile } from '../keys-file.ts'
import type { KeysPlace, OpenPlace } from './place.ts'
import { conflictOf, selectOf, type CopiedRow, type CopiedTable, type Value } from './tables.ts'

/** `keys.db` of a desk. */
export const keysInFile =
  (file: string): KeysPlace =>
  async (use) => {
    if (use === 'from' && !existsSync(file)) return E.left({ _tag: 'KeysMissing', file })
    const opened = openKeysFile(file, use === 'from')
    return E.isLeft(opened) ? opened : E.right(placeOf(file, opened.right))
  }

const placeOf = (file: string, db: Database.Database): OpenPlace => ({
  name: file,
  desk: async () => {
    const desk = db.prepare("SELECT value FROM vault WHERE name = 'desk'").pluck().get()
    return typeof desk === 'string' ? desk : undefined
  },
  rows: async (table, after, limit) => {
    const key = after?.slice(0, table.key.length) ?? []
    const of = { table: table.name, columns: table.columns.join(', '), places: key.map(() => '?') }
    const rows = db.prepare(`${selectOf(table, of)} LIMIT ?`).raw()
    return (rows.all(...key, limit) as ReadonlyArray<ReadonlyArray<Value | Buffer>>).map(spelled)
  },
  put: async (table, rows) => {
    const { name, columns } = table
    const places = columns.map(() => '?').join(', ')
    const put = db.prepare(
      `INSERT INTO ${name} AS known(${columns.join(', ')}) VALUES (${places}) ${conflictOf(table)}`,
    )
    durably({ db }, () => {
      for (const row of rows) put.run(...unspelled(table, row))
    })
  },
  finish: async (desk) => {
    durably({ db }, () => {
      db.prepare("INSERT OR IGNORE INTO vault VALUES ('desk', ?)").run(desk)
    })
    db.pragma('wal_checkpoint(TRUNCATE)')
    return E.right(undefined)
  },
  close: async () => void db.close(),
})

const spelled = (row: ReadonlyArray<Value | Buffer>): CopiedRow =>
  row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value))

const unspelled = (
  { columns, bytes = [] }: CopiedTable,
  row: CopiedRow,
): ReadonlyArray<Value | Buffer> =>
  row.map((value, place) =>
    typeof value === 'string' && bytes.includes(columns[place] ?? '')
      ? Buffer.from(value, 'hex')
      : value,
  )

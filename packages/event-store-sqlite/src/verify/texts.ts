/**
 * Whether a text is, byte for byte, what is stored. A byte that is no UTF-8 is read as U+FFFD, as is
 * a stored U+FFFD: only where one occurs have the bytes to be compared.
 */
import type Database from 'better-sqlite3'

const mark = '\ufffd'

export const isPlain = (text: string): boolean => !text.includes(mark)

/** Compares the columns of the row `id` of a table with what was read of them. */
export const bytesOf = (
  db: Database.Database,
  table: 'events' | 'streams' | 'types',
  key: string,
  columns: ReadonlyArray<string>,
): ((id: number, texts: ReadonlyArray<string>) => boolean) => {
  const same = columns.map((column) => `CAST(${column} AS BLOB) = CAST(? AS BLOB)`).join(' AND ')
  const find = db.prepare(`SELECT 1 FROM ${table} WHERE ${key} = ? AND ${same}`).pluck()
  return (id, texts) => texts.every(isPlain) || find.get(id, ...texts) === 1
}

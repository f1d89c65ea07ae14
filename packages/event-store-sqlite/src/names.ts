/**
 * Names of streams and types as small integers, which keeps the log's index narrow.
 */
import type Database from 'better-sqlite3'

export interface Names {
  readonly idOf: (name: string) => number | undefined
  readonly add: (name: string) => number
  readonly forget: () => void
}

/** Remembers up to 50,000 names; an id once given out never changes. */
export const namesOf = (db: Database.Database, table: 'streams' | 'types'): Names => {
  const find = db.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck()
  const insert = db.prepare(`INSERT INTO ${table}(name) VALUES (?)`)
  const known = new Map<string, number>()
  const remember = (name: string, id: number): number => {
    if (known.size > 50_000) known.clear()
    known.set(name, id)
    return id
  }
  return {
    idOf: (name) => {
      const id = known.get(name)
      if (id !== undefined) return id
      const found = find.get(name) as number | undefined
      return found === undefined ? undefined : remember(name, found)
    },
    add: (name) => remember(name, Number(insert.run(name).lastInsertRowid)),
    forget: () => known.clear(),
  }
}

/** The way back: the name that an id was given to. */
export const nameById = (
  db: Database.Database,
  table: 'streams' | 'types',
): ((id: number) => string) => {
  const find = db.prepare(`SELECT name FROM ${table} WHERE id = ?`).pluck()
  const known = new Map<number, string>()
  return (id) => {
    const name = known.get(id)
    if (name !== undefined) return name
    const found = find.get(id) as string
    if (known.size > 50_000) known.clear()
    known.set(id, found)
    return found
  }
}

/** The id that a name was given, as far as it has one; for reading only, since ids never change. */
export const idByName = (
  db: Database.Database,
  table: 'streams' | 'types',
): ((name: string) => number | undefined) => {
  const find = db.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck()
  const known = new Map<string, number>()
  return (name) => {
    const id = known.get(name) ?? (find.get(name) as number | undefined)
    if (id !== undefined) known.set(name, id)
    return id
  }
}

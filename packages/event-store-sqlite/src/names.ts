/**
 * Names of streams and types as small integers, which keeps the log's index narrow.
 */
import type Database from 'better-sqlite3'
import type { StoreError } from '@deskledger/event-store'

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

/** How many names are remembered at most, and how many are looked up at once. */
const [places, many] = [65_536, 256]

/**
 * The way back: the name that an id was given to. An id has one place, which it shares with ids
 * that many behind it.
 *
 * A replay meets ids in about the order in which they were given out: who asks for one a little
 * behind the last that was looked up gets those behind it too, or the names would cost a quarter of
 * the reading.
 */
export const nameById = (
  db: Database.Database,
  table: 'streams' | 'types',
): ((id: number) => string) => {
  const find = db.prepare(`SELECT id, name FROM ${table} WHERE id BETWEEN ? AND ?`).raw()
  const ids: Array<number> = []
  const names: Array<string> = []
  let last = 0

  const lookUp = (id: number): void => {
    const isNext = id > last && id <= last + many
    const found = find.all(id, isNext ? id + many - 1 : id) as Array<[id: number, name: string]>
    for (const [each, name] of found) {
      ids[each % places] = each
      names[each % places] = name
    }
    if (isNext) last = found.at(-1)?.[0] ?? last
  }

  return (id) => {
    const place = id % places
    if (ids[place] !== id) lookUp(id)
    const name = names[place]
    if (name === undefined || ids[place] !== id) throw noName(table, id)
    return name
  }
}

const noName = (table: string, id: number): StoreError => ({
  _tag: 'StoreDamaged',
  cause: `the row ${id} of ${table} is missing`,
})

/**
 * The id that a name was given, as far as it has one; for reading only, since ids never change.
 * Remembers up to 50,000.
 */
export const idByName = (
  db: Database.Database,
  table: 'streams' | 'types',
): ((name: string) => number | undefined) => {
  const find = db.prepare(`SELECT id FROM ${table} WHERE name = ?`).pluck()
  const known = new Map<string, number>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const id = find.get(name) as number | undefined
    if (known.size > 50_000) known.clear()
    if (id !== undefined) known.set(name, id)
    return id
  }
}

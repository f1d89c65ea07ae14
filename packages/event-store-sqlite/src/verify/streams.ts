/**
 * The names that events refer to by number, and the revision that each stream has reached.
 */
import type Database from 'better-sqlite3'
import { bytesOf } from './texts.ts'

export interface Named {
  /** The name, unless there is none or its bytes are no text. */
  readonly nameOf: (id: number) => string | undefined
  /** The largest number given out. */
  readonly most: () => number
}

export const namedIn = (db: Database.Database, table: 'streams' | 'types'): Named => {
  const find = db.prepare(`SELECT name FROM ${table} WHERE id = ?`).pluck()
  const isStored = bytesOf(db, table, 'id', ['name'])
  const last = db.prepare(`SELECT max(id) FROM ${table}`).pluck()
  const known = new Map<number, string>()
  const lookUp = (id: number): string | undefined => {
    const found: unknown = find.get(id)
    return typeof found === 'string' && isStored(id, [found]) ? found : undefined
  }
  return {
    nameOf: (id) => {
      const before = known.get(id)
      if (before !== undefined) return before
      const name = lookUp(id)
      if (name === undefined) return undefined
      if (known.size > 50_000) known.clear()
      known.set(id, name)
      return name
    },
    most: () => Number(last.get() ?? 0),
  }
}

export interface Revisions {
  /** Whether `revision` is the next of the stream, which then has reached it in any case. */
  readonly advance: (stream: number, revision: number) => boolean
  readonly reach: (stream: number, revision: number) => void
  /** How many streams have any. */
  readonly count: () => number
}

/** Numbers of streams are dense, so the revisions of a million streams are four megabytes. */
export const revisionsUpTo = (most: () => number): Revisions => {
  let next = new Int32Array(1_024)
  let count = 0
  const hasRoomFor = (stream: number): boolean => {
    if (stream < next.length) return stream > 0
    if (!(stream <= most())) return false
    const larger = new Int32Array(Math.max(2 * next.length, stream + 1))
    larger.set(next)
    next = larger
    return true
  }
  const advance = (stream: number, revision: number): boolean => {
    if (!Number.isInteger(stream) || !hasRoomFor(stream)) return false
    const expected = next[stream] ?? 0
    if (expected === 0) count += 1
    next[stream] = revision + 1
    return revision === expected
  }
  return {
    advance,
    reach: (stream, revision) => void advance(stream, revision),
    count: () => count,
  }
}

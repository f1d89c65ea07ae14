/**
 * Rows in SQLite, within a transaction that somebody else began.
 */
import type Database from 'better-sqlite3'
import type { Plan, Stage } from '../engine/plan.ts'
import type { Sink } from '../engine/sink.ts'
import { isRefusedRow } from './errors.ts'
import { statements, type Statements } from './statements.ts'

/** A row that its table refuses, such as one of a log at a key that is there: a bug of a fold. */
export interface RowRefused {
  readonly _tag: 'RowRefused'
  readonly table: string
  readonly cause: unknown
}

export const isRowRefused = (u: unknown): u is RowRefused =>
  typeof u === 'object' && u !== null && '_tag' in u && u._tag === 'RowRefused'

export const sqliteSink = (db: Database.Database, { stages }: Plan): Sink => {
  const prepared = stages.map((stage) => statements(db, stage))
  const of = ({ place, table }: Stage): Statements => {
    const found = prepared[place]
    if (found === undefined) throw new Error(`${table.name} is not of this plan`)
    return found
  }
  return {
    load: ({ stage, keys, owned }) => {
      const { get, ownedBy } = of(stage)
      return { rows: keys.map(get), owned: owned.flatMap(({ owner, id }) => ownedBy(owner, id)) }
    },
    write: ({ stage, added, changed, removed }) => {
      const { insert, update, remove } = of(stage)
      try {
        remove(removed)
        insert(added)
        update(changed)
      } catch (cause) {
        if (!isRefusedRow(cause)) throw cause
        const { name: table } = stage.table
        throw { _tag: 'RowRefused', table, cause } satisfies RowRefused
      }
    },
  }
}

/**
 * A read model under test: SQLite in memory, every row looked at, and what a law may do to it.
 */
import { expectSame } from '@deskledger/kernel/testing'
import { isFoldFailed } from '../engine/failure.ts'
import { planOf } from '../engine/plan.ts'
import type { Projector } from '../projector.ts'
import { advanceOf } from '../reading.ts'
import { openFile } from '../sqlite/open.ts'
import { rowsIn } from '../sqlite/digest.ts'
import { viewsFile, type Outcome, type ViewsFile } from '../sqlite/views-file.ts'
import type { AnyEvent, AnyTable, Row } from '../table.ts'

/** All rows by table, in an order that depends on nothing but the rows. */
export type Contents = Readonly<Record<string, ReadonlyArray<Row>>>

export interface Trial {
  /** Folds events as one batch that follows what was folded, or repeats the end of it. */
  readonly fold: (events: ReadonlyArray<AnyEvent>, through?: number) => Outcome
  /** Another writer goes on from the checkpoint. */
  readonly restart: () => void
  readonly contents: () => Contents
  readonly views: () => ViewsFile
}

const lease = { clock: () => 0, leaseMs: 1 }

/** Runs `work` on an empty read model, which is closed whatever happens. */
export const onTrial = <A>(projectors: ReadonlyArray<Projector>, work: (trial: Trial) => A): A => {
  const plan = planOf(projectors, { isStrict: true })
  const db = openFile(':memory:', plan, 'trial')
  const opened = (): ViewsFile => {
    const next = viewsFile(db, plan, lease)
    next.take()
    return next
  }
  let views = opened()
  try {
    return work({
      fold: (events, through = events.at(-1)?.position ?? 0) => {
        const { position } = views.checkpoint()
        const after = Math.min(position, (events[0]?.position ?? through + 1) - 1)
        return spokenOut(() => views.fold(events, advanceOf(events, after, through)))
      },
      restart: () => {
        views.release()
        views = opened()
      },
      contents: () =>
        contentsOf(
          plan.stages.map(({ table }) => table),
          (table) => [...rowsIn(db, table)],
        ),
      views: () => views,
    })
  } finally {
    db.close()
  }
}

/** A failure as an Error that says what failed. */
export const spokenOut = <A>(work: () => A): A => {
  try {
    return work()
  } catch (error) {
    if (!isFoldFailed(error)) throw error
    const { table, type, position, cause } = error
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${table} fails on ${type} at position ${position}: ${why}`, { cause: error })
  }
}

/** Names the first table that differs. */
export const expectContents = (what: string, actual: Contents, expected: Contents): void => {
  for (const [table, rows] of Object.entries(expected))
    expectSame(`${what} of ${table}`, actual[table], rows)
}

export const contentsOf = (
  tables: ReadonlyArray<AnyTable>,
  rowsOf: (table: AnyTable) => ReadonlyArray<Row>,
): Contents => Object.fromEntries(tables.map((table) => [table.name, sorted(table, rowsOf(table))]))

const sorted = ({ key, columns }: AnyTable, rows: ReadonlyArray<Row>): ReadonlyArray<Row> => {
  const names = Object.keys({ ...key, ...columns })
  const inOrder = rows.map((row) =>
    Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
  )
  return inOrder
    .map((row) => ({ row, text: JSON.stringify(row) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ row }) => row)
}

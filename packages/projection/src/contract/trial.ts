/**
 * A read model under test, every row looked at, and what a law may do to it.
 */
import { expectSame } from '@deskledger/kernel/testing'
import { isFoldFailed } from '../engine/failure.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { planOf, type Plan } from '../engine/plan.ts'
import type { Projector } from '../projector.ts'
import { advanceOf } from '../reading.ts'
import { openFile } from '../sqlite/open.ts'
import { rowsIn } from '../sqlite/digest.ts'
import { viewsFile } from '../sqlite/views-file.ts'
import type { AnyEvent, AnyTable, Row } from '../table.ts'
import type { Eventually, Outcome, WritableViews } from '../writable.ts'

/** All rows by table, in an order that depends on nothing but the rows. */
export type Contents = Readonly<Record<string, ReadonlyArray<Row>>>

export interface Trial {
  /** Folds events as one batch that follows what was folded, or repeats the end of it. */
  readonly fold: (events: ReadonlyArray<AnyEvent>, through?: number) => Promise<Outcome>
  /** Another writer goes on from the checkpoint. */
  readonly restart: () => Promise<void>
  readonly contents: () => Promise<Contents>
  readonly checkpoint: () => Promise<Checkpoint>
  /** What a query gives, and how it calls its columns. */
  readonly query: (sql: string) => Promise<Answered>
}

export interface Answered {
  readonly names: ReadonlyArray<string>
  readonly rows: ReadonlyArray<Row>
}

/** Runs `work` on an empty read model, which is gone afterwards whatever happens. */
export type Trials = <A>(
  projectors: ReadonlyArray<Projector>,
  work: (trial: Trial) => Promise<A>,
) => Promise<A>

/** What a database has of its own. */
export interface Bench {
  /** A new writer, who does not have the lease. */
  readonly open: () => Eventually<WritableViews>
  readonly rows: (table: AnyTable) => Eventually<ReadonlyArray<Row>>
  readonly query: (sql: string) => Eventually<Answered>
}

/** A trial of the read model that stands empty on a bench. */
export const trialOn = async ({ stages }: Plan, bench: Bench): Promise<Trial> => {
  const opened = async (): Promise<WritableViews> => {
    const next = await bench.open()
    await next.take()
    return next
  }
  let views = await opened()
  return {
    fold: async (events, through = events.at(-1)?.position ?? 0) => {
      const { position } = await views.checkpoint()
      const after = Math.min(position, (events[0]?.position ?? through + 1) - 1)
      return spokenOutLater(async () => views.fold(events, advanceOf(events, after, through)))
    },
    restart: async () => {
      await views.release()
      views = await opened()
    },
    contents: async () => {
      const rows = new Map<AnyTable, ReadonlyArray<Row>>()
      for (const { table } of stages) rows.set(table, await bench.rows(table))
      return contentsOf([...rows.keys()], (table) => rows.get(table) ?? [])
    },
    checkpoint: async () => views.checkpoint(),
    query: async (sql) => bench.query(sql),
  }
}

const lease = { clock: () => 0, leaseMs: 1 }

export const onSqlite: Trials = async (projectors, work) => {
  const plan = planOf(projectors, { isStrict: true })
  const db = openFile(':memory:', plan, 'trial')
  try {
    return await work(
      await trialOn(plan, {
        open: () => viewsFile(db, plan, lease),
        rows: (table) => [...rowsIn(db, table)],
        query: (sql) => {
          const statement = db.prepare(sql)
          const names = statement.columns().map((column) => column.name)
          return { names, rows: statement.all() as ReadonlyArray<Row> }
        },
      }),
    )
  } finally {
    db.close()
  }
}

/** A failure as an Error that says what failed. */
export const spokenOut = <A>(work: () => A): A => {
  try {
    return work()
  } catch (error) {
    throw spoken(error)
  }
}

const spokenOutLater = async <A>(work: () => Promise<A>): Promise<A> => {
  try {
    return await work()
  } catch (error) {
    throw spoken(error)
  }
}

const spoken = (error: unknown): unknown => {
  if (!isFoldFailed(error)) return error
  const { table, type, position, cause } = error
  const why = cause instanceof Error ? cause.message : String(cause)
  return new Error(`${table} fails on ${type} at position ${position}: ${why}`, { cause: error })
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

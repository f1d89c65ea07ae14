/**
 * Given events, then rows: what SQLite holds once they are folded, every row looked at.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Fact } from '@deskledger/kernel'
import type { RowOf } from '../database.ts'
import { planOf } from '../engine/plan.ts'
import type { Projector } from '../projector.ts'
import { bound, type Question } from '../question.ts'
import { advanceOf } from '../reading.ts'
import { binding } from '../sqlite/binding.ts'
import { listOf, quoted } from '../sqlite/ddl.ts'
import { openFile } from '../sqlite/open.ts'
import { viewsFile } from '../sqlite/views-file.ts'
import type { AnyEvent, AnyTable } from '../table.ts'
import type { AnyView } from '../view.ts'
import { recorded } from './recorded.ts'
import { spokenOut } from './trial.ts'

export interface Projected {
  /** Folds more events, after those that were folded. */
  readonly and: (...events: ReadonlyArray<Fact>) => Projected
  /** The rows of a table or a view; those of a table by key. */
  readonly rows: <T extends AnyTable | AnyView>(of: T) => ReadonlyArray<RowOf<T>>
  /** What a question answers; `:now` is the latest of the events. */
  readonly answer: <Given, Answered>(
    question: Question<string, Given, Answered>,
    given?: Partial<Given>,
  ) => ReadonlyArray<Answered>
  /** How SQLite goes about a query, step by step. */
  readonly queryPlan: (sql: string) => ReadonlyArray<string>
}

/**
 * `projected(desk, opened, closed).rows(request)`. Facts are recorded in the order in which they are
 * given; recorded events may stand among them.
 */
export const projected = (projector: Projector, ...events: ReadonlyArray<Fact>): Projected => {
  const plan = planOf([projector], { isStrict: true })
  const db = openFile(':memory:', plan, 'projected')
  const views = viewsFile(db, plan, { clock: () => 0, leaseMs: 1 })
  views.take()
  const told: Array<Fact> = []

  const fold = (more: ReadonlyArray<Fact>): void => {
    const { position } = views.checkpoint()
    told.push(...more)
    const all: ReadonlyArray<AnyEvent> = recorded(told)
    const next = all.slice(all.length - more.length)
    if (next.length > 0)
      spokenOut(() => views.fold(next, advanceOf(next, position, 3 * told.length)))
  }

  const model: Projected = {
    and: (...more) => {
      fold(more)
      return model
    },
    rows: (of) => {
      const order = 'key' in of ? ` ORDER BY ${listOf(Object.keys(of.key))}` : ''
      return db.prepare(`SELECT * FROM ${quoted(of.name)}${order}`).all() as []
    },
    answer: (question, given = {}) => {
      const params = bound(question, given, views.checkpoint().now ?? 0)
      if (E.isLeft(params)) throw new Error(`${question.name}: ${JSON.stringify(params.left)}`)
      const names = Object.keys(question.columns)
      const rows = db.prepare(question.sql.sqlite).raw().all(binding(params.right))
      return rows.map((row) => named(names, row as ReadonlyArray<unknown>)) as []
    },
    queryPlan: (sql) =>
      (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as ReadonlyArray<{ detail: string }>).map(
        ({ detail }) => detail,
      ),
  }
  return model.and(...events)
}

const named = (names: ReadonlyArray<string>, values: ReadonlyArray<unknown>): unknown => {
  if (names.length !== values.length) throw new Error(`${names.length} columns are declared`)
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}

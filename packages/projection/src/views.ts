/**
 * Reading a read model: typed by kysely, or as SQL.
 */
import type SQLite from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { Kysely, SqliteDialect } from 'kysely'
import type { Checkpoint } from './checkpoint.ts'
import type { Value } from './column.ts'
import type { Digests } from './digest.ts'
import type { ViewsUnavailable } from './errors.ts'
import type { AnyQuestion } from './question.ts'
import { binding } from './sqlite/binding.ts'
import { readCheckpoint } from './sqlite/checkpoint-row.ts'
import { digest } from './sqlite/digest.ts'
import { remembered } from './statement-cache.ts'
import type { AnyTable } from './table.ts'
import { unavailable } from './unavailable.ts'

type Answer<A> = E.Either<ViewsUnavailable, A>

export interface Views<Tables> {
  readonly db: Kysely<Tables>
  /** The rows of any query; parameters by name, `:now` without its colon. */
  readonly query: (
    sql: string,
    params?: Readonly<Record<string, Value>>,
  ) => Answer<ReadonlyArray<Readonly<Record<string, Value>>>>
  /** The rows of a question under the names that it declares, in the order of its columns. */
  readonly answer: (
    question: AnyQuestion,
    params: Readonly<Record<string, Value>>,
  ) => Answer<ReadonlyArray<Readonly<Record<string, Value>>>>
  readonly checkpoint: () => Answer<Checkpoint>
  readonly digest: (tables: ReadonlyArray<AnyTable>) => Answer<Digests>
  readonly close: () => void
}

/** A connection with its statements prepared once; kysely's are its own, so none is in use twice. */
export interface Reading {
  readonly sqlite: SQLite.Database
  readonly forKysely: (sql: string) => SQLite.Statement
  readonly forQuery: (sql: string) => SQLite.Statement
  /** Gives rows as lists of values. */
  readonly forQuestion: (sql: string) => SQLite.Statement
}

export const readingOf = (sqlite: SQLite.Database): Reading => ({
  sqlite,
  forKysely: remembered((sql) => sqlite.prepare(sql)),
  forQuery: remembered((sql) => sqlite.prepare(sql)),
  forQuestion: remembered((sql) => sqlite.prepare(sql).raw()),
})

/** Reads whatever connection `current` gives at each query. */
export const viewsOver = <Tables>(file: string, current: () => Reading): Views<Tables> => {
  const attempt = <A>(work: () => A): Answer<A> =>
    E.tryCatch(work, (cause) => unavailable(file, cause))
  const close = (): void => void current().sqlite.close()
  const database = { prepare: (sql: string) => current().forKysely(sql) as never, close }
  return {
    db: new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }),
    query: (sql, params) =>
      attempt(() => {
        const statement = current().forQuery(sql)
        return (params === undefined ? statement.all() : statement.all(binding(params))) as []
      }),
    answer: ({ sql, columns }, params) =>
      attempt(() => {
        const rows = current().forQuestion(sql.sqlite).all(binding(params))
        return (rows as ReadonlyArray<ReadonlyArray<Value>>).map(named(Object.keys(columns)))
      }),
    checkpoint: () => attempt(() => readCheckpoint(current().sqlite)()),
    digest: (tables) => attempt(() => digest(current().sqlite, tables)),
    close,
  }
}

const named =
  (names: ReadonlyArray<string>) =>
  (values: ReadonlyArray<Value>): Readonly<Record<string, Value>> =>
    Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]))

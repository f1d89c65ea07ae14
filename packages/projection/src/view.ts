/**
 * A view: SQL over rows, for what depends on the order among rows or on the whole set.
 *
 * It never reads the clock, chance or the locale: the same rows give the same answer for ever. What
 * depends on now is a question with a parameter `:now`, which a view cannot have.
 */
import type { Columns, ColumnsOf } from './column.ts'

export type Dialect = 'sqlite' | 'postgres'

/** One text, or one for each dialect where they differ. */
export type Sql = string | Readonly<Record<Dialect, string>>

export interface AnyView {
  readonly name: string
  readonly doc: string
  readonly columns: Columns
  readonly sql: Readonly<Record<Dialect, string>>
}

export interface View<Name extends string, Values> extends AnyView {
  readonly name: Name
  /** Carries the type for the compiler; never there. */
  readonly _values?: Values
}

/** The columns name what the SQL selects, in its order. */
export const view = <const Name extends string, Values>(
  name: Name,
  definition: {
    readonly doc: string
    readonly columns: ColumnsOf<Values>
    readonly sql: Sql
  },
): View<Name, Values> => {
  const { doc, sql } = definition
  const columns: Columns = definition.columns
  const texts = typeof sql === 'string' ? { sqlite: sql, postgres: sql } : sql
  for (const each of Object.values(texts)) {
    const found = ambientIn(each)
    if (found !== undefined) throw new Error(`the view ${name} reads ${found}`)
  }
  return { name, doc, columns, sql: texts }
}

/** What gives another answer at another time or place, or is a parameter, which a view has none of. */
const ambientIn = (sql: string): string | undefined => {
  const bare = sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*/g, ' ')
  const found = sayingNow.exec(sql) ?? ambient.exec(bare)
  return found?.[0].trim()
}

const sayingNow = /'now'|\bstrftime\s*\(\s*'[^']*'\s*\)/i
const ambient =
  /\b(?:current_(?:date|time|timestamp)|localtime(?:stamp)?)\b|\b(?:now|random|randomblob|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|gen_random_uuid)\s*\(|\b(?:unixepoch|julianday|date|time|datetime)\s*\(\s*\)|(?<![:\w]):[a-z]\w*|\?/i

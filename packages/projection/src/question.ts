/**
 * A question: SQL over the read model under a name, with what it asks in words, so that a number can
 * be read, copied and changed.
 *
 * Parameters are named, `:queue`. `:now` is never asked for: it is the latest fact that the read
 * model has seen, so that the same log gives the same answer on any day.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Columns, ColumnsOf, Value } from './column.ts'
import type { Dialect, Sql } from './view.ts'

export interface Param<A> {
  readonly kind: 'text' | 'integer' | 'instant'
  readonly doc: string
  /** What is taken where it is left out; it must be given if there is none. */
  readonly otherwise?: A | null
  /** Carries `A` for the compiler; never there. */
  readonly _A?: A
}

export const textParam = (doc: string, otherwise?: string | null): Param<string> =>
  otherwise === undefined ? { kind: 'text', doc } : { kind: 'text', doc, otherwise }

export const integerParam = (doc: string, otherwise?: number | null): Param<number> =>
  otherwise === undefined ? { kind: 'integer', doc } : { kind: 'integer', doc, otherwise }

/** Milliseconds since 1970 UTC; the command line also takes ISO 8601. */
export const instantParam = (doc: string, otherwise?: number | null): Param<number> =>
  otherwise === undefined ? { kind: 'instant', doc } : { kind: 'instant', doc, otherwise }

export type Params = Readonly<Record<string, Param<never>>>

/** Any question, for lists of unlike ones. */
export interface AnyQuestion {
  readonly name: string
  /** The question in words. */
  readonly asks: string
  /** How it is answered: formula, what is counted, what is left out. */
  readonly doc: string
  readonly params: Params
  readonly columns: Columns
  readonly sql: Readonly<Record<Dialect, string>>
}

export interface Question<Name extends string, Given, Row> extends AnyQuestion {
  readonly name: Name
  /** Carry the types for the compiler; never there. */
  readonly _given?: Given
  readonly _row?: Row
}

/** The columns name what the SQL selects, in its order. */
export const question = <const Name extends string, Given, Row>(
  name: Name,
  definition: {
    readonly asks: string
    readonly doc: string
    readonly params?: { readonly [P in keyof Given]: Param<Given[P]> }
    readonly columns: ColumnsOf<Row>
    readonly sql: Sql
  },
): Question<Name, Given, Row> => {
  const { asks, doc, params, sql } = definition
  const texts = typeof sql === 'string' ? { sqlite: sql, postgres: sql } : sql
  const declared: Params = { ...(params as unknown as Params | undefined) }
  for (const used of new Set(Object.values(texts).flatMap(paramsIn)))
    if (used !== 'now' && !Object.hasOwn(declared, used))
      throw new Error(`the question ${name} uses :${used} and does not declare it`)
  return { name, asks, doc, params: declared, columns: definition.columns, sql: texts }
}

/** The parameters that a text of SQL names, in the order of their first use. */
export const paramsIn = (sql: string): ReadonlyArray<string> => {
  const names = new Set<string>()
  replaced(sql, (name) => {
    names.add(name)
    return ''
  })
  return [...names]
}

/** The same text with another for each parameter; quoted strings, quoted names and comments stay. */
export const replaced = (sql: string, by: (name: string) => string): string =>
  sql.replace(lexemes, (found: string, name?: string) => (name === undefined ? found : by(name)))

const lexemes = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|(?<![:\w]):([a-z]\w*)/gi

/** Why a question cannot be asked so. */
export type BadParam =
  | { readonly _tag: 'MissingParam'; readonly param: string; readonly doc: string }
  | {
      readonly _tag: 'UnknownParam'
      readonly param: string
      readonly known: ReadonlyArray<string>
    }
  | { readonly _tag: 'WrongParam'; readonly param: string; readonly expected: Param<never>['kind'] }

/** The values to bind, with `now` for the questions that use it. */
export const bound = (
  { params, sql }: AnyQuestion,
  given: Readonly<Record<string, unknown>>,
  now: number,
): E.Either<BadParam, Readonly<Record<string, Value>>> => {
  const known = Object.keys(params)
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined) return E.left({ _tag: 'UnknownParam', param: unknown, known })
  const values: Record<string, Value> = paramsIn(sql.sqlite).includes('now') ? { now } : {}
  for (const [param, { kind, doc, otherwise }] of Object.entries(params)) {
    const value = given[param] ?? otherwise
    if (value === undefined) return E.left({ _tag: 'MissingParam', param, doc })
    if (!fits(kind, value)) return E.left({ _tag: 'WrongParam', param, expected: kind })
    values[param] = value
  }
  return E.right(values)
}

const fits = (kind: Param<never>['kind'], value: unknown): value is Value =>
  value === null || (kind === 'text' ? typeof value === 'string' : Number.isSafeInteger(value))

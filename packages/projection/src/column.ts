/**
 * Columns: what a table or a view holds, each with its type and one line that says what it means.
 *
 * The doc line names the meaning, the unit and, where it is not plain, the event it comes from. It is
 * what an analyst reads, in `schema` and in the file itself. Values are text, whole numbers, rounded
 * numbers and null, nothing else: these survive a round trip through every database unchanged.
 */
import type { Shape } from '@deskledger/kernel'

export type Value = string | number | null

export type ColumnKind =
  'text' | 'choice' | 'integer' | 'count' | 'instant' | 'position' | 'flag' | 'real'

/** A column of values `A`. */
export interface Column<A> {
  readonly kind: ColumnKind
  readonly sql: 'TEXT' | 'INTEGER' | 'REAL'
  readonly nullable: boolean
  readonly doc: string
  /** The words of a closed list. */
  readonly values?: ReadonlyArray<string>
  /** Decimal places that a real number is rounded to. */
  readonly decimals?: number
  /** Whose personal data this is: the column of the same row in which that person's id stands. */
  readonly personalOf?: string
  /** Carries `A` for the compiler; never there. */
  readonly _A?: A
}

/** Columns by name, whatever they hold. */
export type Columns = Readonly<Record<string, Column<unknown>>>

/** The columns of a row with these values. */
export type ColumnsOf<Values> = { readonly [Name in keyof Values]: Column<Values[Name]> }

const column =
  <A extends Value>(kind: ColumnKind, sql: Column<A>['sql']) =>
  (doc: string): Column<A> => ({ kind, sql, nullable: false, doc })

export const text: (doc: string) => Column<string> = column('text', 'TEXT')

/** A whole number; the doc line says of what, and its unit. */
export const integer: (doc: string) => Column<number> = column('integer', 'INTEGER')

/** How many; also what sums of a `tallyOf` are made of. */
export const count: (doc: string) => Column<number> = column('count', 'INTEGER')

/** Milliseconds since 1970 UTC. */
export const instant: (doc: string) => Column<number> = column('instant', 'INTEGER')

/** 1 for true, 0 for false. */
export const flag: (doc: string) => Column<0 | 1> = column('flag', 'INTEGER')

/** An event's place in the log. It differs between two logs that tell the same story. */
export const positionColumn: (doc: string) => Column<number> = column('position', 'INTEGER')

/** A number that is not whole, rounded by the fold with `rounded(value, decimals)`. */
export const real = (doc: string, decimals: number): Column<number> => ({
  kind: 'real',
  sql: 'REAL',
  nullable: false,
  doc,
  decimals,
})

/** `value` as a column of so many decimals holds it, the same on every machine. */
export const rounded = (value: number, decimals: number): number =>
  Number(value.toFixed(decimals)) + 0

/** The codec of an event's field that takes one of a closed list of words. */
interface Choice<Word extends string> {
  readonly name: string
  readonly shape: Shape
  readonly _A: Word
}

/** One of a closed list of words: a list of its own, or that of an event's field. */
export const oneOf = <const Word extends string>(
  doc: string,
  words: ReadonlyArray<Word> | Choice<Word>,
): Column<Word> => ({ kind: 'choice', sql: 'TEXT', nullable: false, doc, values: wordsOf(words) })

const wordsOf = (words: ReadonlyArray<string> | Choice<string>): ReadonlyArray<string> => {
  if (!('shape' in words)) return words
  if (words.shape.kind === 'choice') return words.shape.values
  throw new Error(`${words.name} is no closed list of words`)
}

export const nullable = <A>(inner: Column<A>): Column<A | null> => ({ ...inner, nullable: true })

/**
 * Personal data of whoever's id stands in the column `of` of the same row. It is null once that
 * person is erased, so it can be null from the start: a fold writes `orNull(e.data.name)`.
 */
export const personal = <A>(inner: Column<A>, of: string): Column<A | null> => ({
  ...inner,
  nullable: true,
  personalOf: of,
})

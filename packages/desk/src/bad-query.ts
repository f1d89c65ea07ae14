/**
 * What of a failed query is the query's own fault, in whichever database: told with what may have
 * been meant.
 */
import type { ViewsFailure } from './desk-views.ts'
import { failureOf, type Failure } from './failure.ts'
import { nearest } from './nearest.ts'
import type { AskError } from './settings.ts'

/** What can be named in a query, for those who mistype it. */
export interface Words {
  readonly tables: ReadonlyArray<string>
  readonly columns: ReadonlyArray<string>
}

/** Nothing if it is not the query's fault. */
export const badQuery = (error: ViewsFailure, words: Words): AskError | undefined => {
  if (!('cause' in error)) return undefined
  const failure = failureOf(error.cause)
  if (isWrite(failure)) return writes
  if (!isMistake(failure)) return undefined
  const reason = failure.message
  const { kind, word } = missingIn(reason)
  const known = kind === 'column' ? words.columns : words.tables
  const didYouMean = word === '' ? undefined : nearest(word, known)
  return { _tag: 'BadQuery', reason, ...(didYouMean === undefined ? {} : { didYouMean }) }
}

/** SQLSTATE 25006 is a write within a transaction that may only read. */
const isWrite = ({ code, message }: Failure): boolean =>
  code === '25006' || code.startsWith('SQLITE_READONLY') || /does not return data/.test(message)

/**
 * Of SQLSTATE, class 42 is what cannot be understood, but for 42501, a right that is missing; class
 * 22 a value that an operation cannot take; 0A000 what Postgres does not do.
 */
const isMistake = ({ code, name }: Failure): boolean =>
  code === 'SQLITE_ERROR' || name === 'RangeError' || /^(42(?!501)...|22...|0A000)$/.test(code)

/** What a query names and nobody knows: `no such column: x`, or `relation "x" does not exist`. */
const missingIn = (message: string): { readonly kind: string; readonly word: string } => {
  const [, kind = '', word = ''] =
    /no such (column|table): (?:\w+\.)?(\w+)/.exec(message) ??
    /(column|relation) "?(?:\w+\.)?(\w+)"? does not exist/.exec(message) ??
    []
  return { kind, word }
}

const writes: AskError = {
  _tag: 'BadQuery',
  reason: 'a query may only read: it is one SELECT, WITH or VALUES',
}

/**
 * Asking the read model: named questions and free SELECTs, each answer with its freshness.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore } from '@deskledger/event-store'
import { bound, paramsIn, type AnyQuestion, type Value, type Views } from '@deskledger/projection'
import { failureOf } from './failure.ts'
import { nearest } from './nearest.ts'
import type { Answered, AskError, Freshness } from './settings.ts'

type Row = Readonly<Record<string, Value>>
type Rows = ReturnType<Views<unknown>['query']>
type Answer = Promise<E.Either<AskError, Answered<Row>>>

export interface Asking {
  readonly freshness: () => Promise<E.Either<AskError, Freshness>>
  readonly ask: (name: string, params: Readonly<Record<string, unknown>>) => Answer
  readonly query: (sql: string, params: Readonly<Record<string, Value>>) => Answer
}

/** What can be named in a query, for those who mistype it. */
export interface Words {
  readonly tables: ReadonlyArray<string>
  readonly columns: ReadonlyArray<string>
}

export const asking = (
  views: () => E.Either<AskError, Views<unknown>>,
  store: EventStore,
  questions: ReadonlyMap<string, AnyQuestion>,
  words: Words,
): Asking => {
  const freshnessOf = async (read: Views<unknown>): Promise<E.Either<AskError, Freshness>> => {
    const checkpoint = read.checkpoint()
    if (E.isLeft(checkpoint)) return checkpoint
    const head = await store.head()()
    if (E.isLeft(head)) return head
    const { position, now = 0 } = checkpoint.right
    return E.right({ position, now, behind: Math.max(0, head.right - position) })
  }

  /** The freshness is read first: the rows are at least as new as it says. */
  const rowsOf = async (
    params: (asOf: Freshness) => E.Either<AskError, Readonly<Record<string, Value>>>,
    asked: (read: Views<unknown>, given: Readonly<Record<string, Value>>) => Rows,
  ): Answer => {
    const read = views()
    if (E.isLeft(read)) return read
    const asOf = await freshnessOf(read.right)
    if (E.isLeft(asOf)) return asOf
    const given = params(asOf.right)
    if (E.isLeft(given)) return given
    const rows = asked(read.right, given.right)
    if (E.isRight(rows)) return E.right({ rows: rows.right, asOf: asOf.right })
    return E.left(badQuery(rows.left.cause, words) ?? rows.left)
  }

  return {
    freshness: async () => {
      const read = views()
      return E.isLeft(read) ? read : freshnessOf(read.right)
    },
    ask: async (name, params) => {
      const question = questions.get(name)
      if (question === undefined) return E.left(unknownQuestion(name, [...questions.keys()]))
      return rowsOf(
        ({ now }) => bound(question, params, now),
        (read, given) => read.answer(question, given),
      )
    },
    query: (sql, params) =>
      rowsOf(
        ({ now }) => boundIn(sql, params, now),
        (read, given) => read.query(sql, given),
      ),
  }
}

/** The values of the parameters that a query names; each must be given, and no other. */
const boundIn = (
  sql: string,
  params: Readonly<Record<string, Value>>,
  now: number,
): E.Either<AskError, Readonly<Record<string, Value>>> => {
  const wanted = paramsIn(sql)
  const given: Readonly<Record<string, Value>> = { now, ...params }
  const missing = wanted.find((param) => !Object.hasOwn(given, param))
  if (missing !== undefined)
    return E.left({ _tag: 'MissingParam', param: missing, doc: 'a parameter of the query' })
  const unused = Object.keys(params).find((param) => !wanted.includes(param))
  if (unused !== undefined) return E.left({ _tag: 'UnknownParam', param: unused, known: wanted })
  return E.right(Object.fromEntries(wanted.map((param) => [param, given[param] ?? null])))
}

const unknownQuestion = (name: string, known: ReadonlyArray<string>): AskError => {
  const didYouMean = nearest(name, known)
  return {
    _tag: 'UnknownQuestion',
    name,
    known,
    ...(didYouMean === undefined ? {} : { didYouMean }),
  }
}

/** What of a failed query is the query's own fault; nothing if it is not. */
const badQuery = (cause: unknown, words: Words): AskError | undefined => {
  const { name, message, code } = failureOf(cause)
  if (code.startsWith('SQLITE_READONLY') || /does not return data/.test(message)) return writes
  if (code !== 'SQLITE_ERROR' && name !== 'RangeError') return undefined
  const [, kind, word] = /no such (column|table): (?:\w+\.)?(\w+)/.exec(message) ?? []
  const known = kind === 'table' ? words.tables : words.columns
  const didYouMean = word === undefined ? undefined : nearest(word, known)
  const reason = message
  return { _tag: 'BadQuery', reason, ...(didYouMean === undefined ? {} : { didYouMean }) }
}

const writes: AskError = {
  _tag: 'BadQuery',
  reason: 'a query may only read: it is one SELECT, WITH or VALUES',
}

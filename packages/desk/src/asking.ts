/**
 * Asking the read model: named questions and free SELECTs, each answer with its freshness.
 */
import SQLite from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore } from '@deskledger/event-store'
import { bound, paramsIn, type AnyQuestion, type Value, type Views } from '@deskledger/projection'
import { nearest } from './nearest.ts'
import type { Answered, AskError, Freshness } from './settings.ts'

type Row = Readonly<Record<string, Value>>
type Answer = Promise<E.Either<AskError, Answered<Row>>>

export interface Asking {
  readonly freshness: () => Promise<E.Either<AskError, Freshness>>
  readonly ask: (name: string, params: Readonly<Record<string, unknown>>) => Answer
  readonly query: (sql: string, params: Readonly<Record<string, Value>>) => Answer
}

/** `words`: tables and columns, for those who mistype one. */
export const asking = (
  views: () => E.Either<AskError, Views<unknown>>,
  store: EventStore,
  questions: ReadonlyMap<string, AnyQuestion>,
  words: ReadonlyArray<string>,
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
    sql: string,
    params: (asOf: Freshness) => E.Either<AskError, Readonly<Record<string, Value>>>,
  ): Answer => {
    const read = views()
    if (E.isLeft(read)) return read
    const asOf = await freshnessOf(read.right)
    if (E.isLeft(asOf)) return asOf
    const given = params(asOf.right)
    if (E.isLeft(given)) return given
    const rows = read.right.query(sql, given.right)
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
      return rowsOf(question.sql.sqlite, ({ now }) => bound(question, params, now))
    },
    query: (sql, params) =>
      rowsOf(sql, ({ now }) => {
        const wanted = paramsIn(sql)
        const given: Readonly<Record<string, Value>> = { now, ...params }
        const missing = wanted.find((param) => !Object.hasOwn(given, param))
        if (missing !== undefined)
          return E.left({ _tag: 'MissingParam', param: missing, doc: 'a parameter of the query' })
        const unused = Object.keys(params).find((param) => !wanted.includes(param))
        if (unused !== undefined)
          return E.left({ _tag: 'UnknownParam', param: unused, known: wanted })
        return E.right(Object.fromEntries(wanted.map((param) => [param, given[param] ?? null])))
      }),
  }
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
const badQuery = (cause: unknown, words: ReadonlyArray<string>): AskError | undefined => {
  if (cause instanceof SQLite.SqliteError) {
    if (cause.code.startsWith('SQLITE_READONLY')) return writes
    if (cause.code !== 'SQLITE_ERROR') return undefined
    const [, word] = /no such (?:column|table|function): (?:\w+\.)?(\w+)/.exec(cause.message) ?? []
    const didYouMean = word === undefined ? undefined : nearest(word, words)
    const reason = cause.message
    return { _tag: 'BadQuery', reason, ...(didYouMean === undefined ? {} : { didYouMean }) }
  }
  if (cause instanceof TypeError && /does not return data/.test(cause.message)) return writes
  if (cause instanceof RangeError) return { _tag: 'BadQuery', reason: cause.message }
  return undefined
}

const writes: AskError = {
  _tag: 'BadQuery',
  reason: 'a query may only read: it is one SELECT, WITH or VALUES',
}

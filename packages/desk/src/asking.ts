/**
 * Asking the read model: named questions and free SELECTs, each answer with its freshness.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore } from '@deskledger/event-store'
import { bound, paramsIn, type AnyQuestion, type Value } from '@deskledger/projection'
import { badQuery, type Words } from './bad-query.ts'
import type { DeskViews, Row, Rows } from './desk-views.ts'
import { nearest } from './nearest.ts'
import type { Answered, AskError, Freshness } from './settings.ts'

type Answer = Promise<E.Either<AskError, Answered<Row>>>

export interface Asking {
  readonly freshness: () => Promise<E.Either<AskError, Freshness>>
  readonly ask: (name: string, params: Readonly<Record<string, unknown>>) => Answer
  readonly query: (sql: string, params: Readonly<Record<string, Value>>) => Answer
}

export const asking = (
  views: () => E.Either<AskError, DeskViews>,
  store: EventStore,
  questions: ReadonlyMap<string, AnyQuestion>,
  words: Words,
): Asking => {
  const freshnessOf = async (read: DeskViews): Promise<E.Either<AskError, Freshness>> => {
    const checkpoint = await read.checkpoint()
    if (E.isLeft(checkpoint)) return checkpoint
    const head = await store.head()()
    if (E.isLeft(head)) return head
    const { position, now = 0 } = checkpoint.right
    return E.right({ position, now, behind: Math.max(0, head.right - position) })
  }

  /** The freshness is read first: the rows are at least as new as it says. */
  const rowsOf = async (
    params: (asOf: Freshness) => E.Either<AskError, Readonly<Record<string, Value>>>,
    asked: (read: DeskViews, given: Readonly<Record<string, Value>>) => Rows,
  ): Answer => {
    const read = views()
    if (E.isLeft(read)) return read
    const asOf = await freshnessOf(read.right)
    if (E.isLeft(asOf)) return asOf
    const given = params(asOf.right)
    if (E.isLeft(given)) return given
    const rows = await asked(read.right, given.right)
    if (E.isRight(rows)) return E.right({ rows: rows.right, asOf: asOf.right })
    return E.left(badQuery(rows.left, words) ?? rows.left)
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

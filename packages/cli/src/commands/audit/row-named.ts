/**
 * A row as people name it: `request 0192…`, `process_event 0192… 3`, or `revision=3 request_id=0192…`.
 */
import * as O from 'fp-ts/lib/Option.js'
import { nearest } from '@deskledger/desk'
import { fromIso } from '@deskledger/kernel'
import type { AnyTable, Column, Projector, Row, Value } from '@deskledger/projection'
import { usageError } from '../../output/problem.ts'

export const tableOf = (name: string, projectors: ReadonlyArray<Projector>): AnyTable => {
  const tables = projectors.flatMap((projector) => projector.tables)
  const found = tables.find((table) => table.name === name)
  if (found !== undefined) return found
  const views = projectors.flatMap((projector) => projector.views ?? [])
  if (views.some((view) => view.name === name)) throw isView(name)
  const hint = nearest(
    name,
    tables.map((table) => table.name),
  )
  throw usageError(
    'DL9033',
    'There is no table of that name.',
    `it is ${name}`,
    hint === undefined ? 'list them: deskledger schema' : `did you mean ${hint}?`,
  )
}

const isView = (name: string) =>
  usageError(
    'DL9034',
    'That is a view: it has no rows of its own.',
    `${name} is computed from tables whenever it is read`,
    `see which: deskledger schema ${name} --sql; then explain a row of those`,
  )

/** The values in the order of the key's columns, or each with its column's name. */
export const keyOf = ({ name, key }: AnyTable, words: ReadonlyArray<string>): Row => {
  const columns = Object.entries(key)
  const given = columns.map(([column, type], i) => {
    const named = words.find((word) => word.startsWith(`${column}=`))
    const word = named === undefined ? words[i] : named.slice(column.length + 1)
    return [column, word === undefined ? undefined : valueOf(type, word)] as const
  })
  const values = given.flatMap(([column, value]) => (value === undefined ? [] : [[column, value]]))
  if (words.length === columns.length && values.length === columns.length)
    return Object.fromEntries(values) as Row
  throw usageError(
    'DL9035',
    'That is no key of the table.',
    `a key of ${name} is ${columns.map(([column, { kind }]) => `${column} (${kind})`).join(', ')}`,
    `for example: deskledger audit explain ${name} ${columns.map(([column]) => `${column}=…`).join(' ')}`,
  )
}

const valueOf = ({ kind, sql }: Column<unknown>, word: string): Value | undefined => {
  if (sql === 'TEXT') return word
  if (/^-?\d{1,15}$/.test(word)) return Number(word)
  return kind === 'instant' ? O.toUndefined(fromIso(word)) : undefined
}

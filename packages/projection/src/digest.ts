/**
 * Digests of tables: equal where the rows are, whatever database holds them and in whatever order.
 *
 * A row's hash is the SHA-256 of its values in the order of declaration, each with its type and its
 * length, so that no two rows have the same text; a table's digest is their sum modulo 2^256, which
 * no order changes. `all` is over every column; `facts` leaves out personal data, so that it survives
 * an erasure, and positions, so that it compares the read models of two logs.
 */
import { hash } from 'node:crypto'
import type { Column, Value } from './column.ts'
import type { AnyTable, Row } from './table.ts'

export interface Digest {
  readonly rows: number
  /** Lower-case hexadecimal, 64 digits. */
  readonly facts: string
  readonly all: string
}

/** Digests by table. */
export type Digests = Readonly<Record<string, Digest>>

export interface Digesting {
  readonly add: (row: Row) => void
  readonly digest: () => Digest
}

const modulus = 2n ** 256n

/** The digest of a table, row by row. */
export const digesting = ({ name, key, columns }: AnyTable): Digesting => {
  const every = Object.entries({ ...key, ...columns })
  const factual = every.filter(([, column]) => isFactual(column))
  const isSame = factual.length === every.length
  let rows = 0
  let all = 0n
  let facts = 0n
  return {
    add: (row) => {
      rows += 1
      const whole = hashOf(name, every, row)
      all += whole
      facts += isSame ? whole : hashOf(name, factual, row)
    },
    digest: () => ({ rows, facts: hexOf(facts % modulus), all: hexOf(all % modulus) }),
  }
}

const isFactual = ({ personalOf, kind }: Column<unknown>): boolean =>
  personalOf === undefined && kind !== 'position'

const hexOf = (sum: bigint): string => sum.toString(16).padStart(64, '0')

type Named = ReadonlyArray<readonly [name: string, column: Column<unknown>]>

const hashOf = (table: string, columns: Named, row: Row): bigint => {
  let framed = frame('t', table)
  for (const [name, { sql }] of columns) framed += framedValue(row[name] ?? null, sql)
  return BigInt(`0x${hash('sha256', framed)}`)
}

const framedValue = (value: Value, sql: Column<unknown>['sql']): string => {
  if (value === null) return 'n;'
  if (typeof value === 'string') return frame('s', value)
  return frame(sql === 'REAL' ? 'r' : 'i', String(value))
}

const frame = (type: string, text: string): string => `${type}${text.length}:${text};`

/** The digest of all rows of a table. */
export const digestOf = (table: AnyTable, rows: Iterable<Row>): Digest => {
  const { add, digest } = digesting(table)
  for (const row of rows) add(row)
  return digest()
}

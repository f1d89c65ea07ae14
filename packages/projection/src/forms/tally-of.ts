/**
 * `tallyOf`: `SELECT key, sum(measures) FROM source GROUP BY key`, kept up to date.
 *
 * What a row counted before a change leaves, what it counts now enters. A row whose sums are all
 * zero is not there, so the table holds the same whatever way the source came to be what it is.
 */
import type { Fact } from '@deskledger/kernel'
import type { Value } from '../column.ts'
import type { Keys, Row, Shape, Table, Whole } from '../table.ts'
import { declared } from './declared.ts'
import { following, sameKey, type RowChange } from './follower.ts'

export interface TallyOfShape<SourceKey, SourceValues, Key, Sums> extends Shape<Key, Sums> {
  /** Where a row of the source counts; nowhere if undefined. */
  readonly at: (row: Whole<SourceKey, SourceValues>) => NoInfer<Key> | undefined
  /** What it counts there, in whole numbers. */
  readonly measure: (row: Whole<SourceKey, SourceValues>) => NoInfer<Sums>
}

export const tallyOf = <Name extends string, SourceKey, SourceValues, Key, Sums, E extends Fact>(
  name: Name,
  source: Table<string, SourceKey, SourceValues, E>,
  shape: TallyOfShape<SourceKey, SourceValues, Key, Sums>,
): Table<Name, Key, Sums, E> => {
  const isSame = sameKey(Object.keys(shape.key))
  const sums = Object.keys(shape.columns)
  const countsAsMuch = sameKey(sums)
  const at = shape.at as unknown as (row: Row) => Row | undefined
  const measure = shape.measure as unknown as (row: Row) => Row

  const route = ({ before, after }: RowChange): Keys<Row> => {
    if (before === after) return undefined
    const from = before && at(before)
    const to = after && at(after)
    if (from === undefined || to === undefined) return from ?? to
    if (!isSame(from, to)) return [from, to]
    return before && after && countsAsMuch(measure(before), measure(after)) ? undefined : to
  }

  const added = (row: Row | undefined, counted: Row, sign: 1 | -1): Row | undefined => {
    const measured = measure(counted)
    const next: Record<string, Value> = {}
    let isZero = true
    for (const name of sums) {
      const sum = Number(row?.[name] ?? 0) + sign * Number(measured[name])
      if (sum !== 0) isZero = false
      next[name] = sum
    }
    return isZero ? undefined : next
  }

  const evolve = (row: Row | undefined, { before, after }: RowChange, key: Row) => {
    const from = before && at(before)
    const to = after && at(after)
    let next = row
    if (before && from && isSame(from, key)) next = added(next, before, -1)
    if (after && to && isSame(to, key)) next = added(next, after, 1)
    return next
  }

  return {
    ...declared(name, shape),
    ...following(source, route, evolve),
    name,
    form: 'tallyOf',
    isLog: false,
  }
}

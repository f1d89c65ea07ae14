/**
 * `rowsOf`: the rows that one row of another table stands for: its tags, its parts, its candidates.
 *
 * They are at all times what `rows` makes of the row. Their key is that of the source and more, so
 * that no two rows of the source lay claim to the same one; `rows` says the rest.
 */
import type { Fact } from '@deskledger/kernel'
import { keyIdOf, keyPart, type KeyId } from '../engine/key.ts'
import type { AnyTable, Keys, Row, Shape, Table, Whole } from '../table.ts'
import { declared } from './declared.ts'
import { following, type RowChange } from './follower.ts'

export interface RowsOfShape<SourceKey, SourceValues, Key, Values> extends Shape<Key, Values> {
  readonly rows: (
    row: Whole<SourceKey, SourceValues>,
  ) => ReadonlyArray<NoInfer<Omit<Key, keyof SourceKey> & Values>>
}

export const rowsOf = <
  Name extends string,
  SourceKey,
  SourceValues,
  Key extends SourceKey,
  Values,
  E extends Fact,
>(
  name: Name,
  source: Table<string, SourceKey, SourceValues, E>,
  shape: RowsOfShape<SourceKey, SourceValues, Key, Values>,
): Table<Name, Key, Values, E> => {
  const { key } = declared(name, shape)
  const idOf = keyIdOf(key)
  const rows = standingFor(shape.rows as unknown as Rows, source, idOf)
  const keyOf = keyPart(key)

  const route = ({ before, after }: RowChange): Keys<Row> => {
    if (before === after) return undefined
    const then = before === undefined ? none : rows(before)
    const now = after === undefined ? none : rows(after)
    return [...new Map([...then, ...now]).values()].map(keyOf)
  }

  return {
    ...declared(name, shape),
    ...following(source, route, (_, { after }, own) => after && rows(after).get(idOf(own))),
    name,
    form: 'rowsOf',
    isLog: false,
  }
}

type Rows = (row: Row) => ReadonlyArray<Row>
type ById = ReadonlyMap<KeyId, Row>
const none: ById = new Map()

/** The rows of a row by key. They are asked for once for each of them, so an answer is kept. */
const standingFor = (
  rows: Rows,
  source: AnyTable,
  idOf: (row: Row) => KeyId,
): ((row: Row) => ById) => {
  const sourceKey = keyPart(source.key)
  const answers = new WeakMap<Row, ById>()
  return (row) => {
    const known = answers.get(row)
    if (known !== undefined) return known
    const own = sourceKey(row)
    const all = new Map<KeyId, Row>()
    for (const each of rows(row)) {
      const whole = { ...each, ...own }
      all.set(idOf(whole), whole)
    }
    answers.set(row, all)
    return all
  }
}

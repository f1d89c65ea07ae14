/**
 * What every form takes from its shape, with its types let go.
 */
import type { AnyTable, Shape } from '../table.ts'

type Declared = Pick<AnyTable, 'name' | 'doc' | 'key' | 'columns' | 'indexes'>

export const declared = <Key, Values>(name: string, shape: Shape<Key, Values>): Declared => ({
  name,
  doc: shape.doc,
  key: shape.key,
  columns: shape.columns,
  indexes: (shape.indexes ?? []) as Declared['indexes'],
})

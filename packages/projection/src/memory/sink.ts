/**
 * Rows in memory: the model of what every database must hold, and all that `explain` needs.
 */
import type { Load, Loaded, Write } from '../engine/batch.ts'
import type { KeyId } from '../engine/key.ts'
import type { Plan, Stage } from '../engine/plan.ts'
import type { Sink } from '../engine/sink.ts'
import type { Row } from '../table.ts'

export interface MemorySink extends Sink {
  readonly rows: (table: string) => ReadonlyArray<Row>
  readonly row: (table: string, key: Row) => Row | undefined
}

export const memorySink = ({ stages }: Plan): MemorySink => {
  const tables = new Map<string, Map<KeyId, Row>>(
    stages.map(({ table }) => [table.name, new Map()]),
  )
  const of = ({ table }: Stage): Map<KeyId, Row> => tables.get(table.name) ?? new Map()

  const load = ({ stage, keys, owned }: Load): Loaded => {
    const table = of(stage)
    const isOwned = (row: Row) => owned.some(({ owner, id }) => row[owner] === id)
    return {
      rows: keys.map((key) => table.get(stage.keyId(key))),
      owned: owned.length === 0 ? [] : [...table.values()].filter(isOwned),
    }
  }

  const write = ({ stage, added, changed, removed }: Write): void => {
    const table = of(stage)
    for (const row of removed) table.delete(stage.keyId(row))
    for (const row of added) {
      const id = stage.keyId(row)
      if (table.has(id)) throw new Error(`${stage.table.name} holds a row of this key already`)
      table.set(id, row)
    }
    for (const row of changed) table.set(stage.keyId(row), row)
  }

  return {
    load,
    write,
    rows: (table) => [...(tables.get(table)?.values() ?? [])],
    row: (table, key) => {
      const stage = stages.find((each) => each.table.name === table)
      return stage && of(stage).get(stage.keyId(key))
    },
  }
}

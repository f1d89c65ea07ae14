/**
 * Keys in PostgreSQL, to be copied from or to.
 */
import * as E from 'fp-ts/lib/Either.js'
import { conflictOf, selectOf, type CopiedTable, type Value } from '../copying/tables.ts'
import type { KeysPlace, OpenPlace } from '../copying/place.ts'
import { sweepAll } from './erasing.ts'
import { deskOf, formatOf, makeTables, nameOf, type Place } from './opening.ts'
import { lockAlone, quoted } from './schema.ts'
import { inTransaction, onConnection, type KeysServer } from './server.ts'

/** The schema that `openPostgresVault` opens under the same name. */
export const keysOnServer =
  (server: KeysServer, schema = `${server.schema}_keys`): KeysPlace =>
  async (use) => {
    const place = { server, schema }
    const file = nameOf(place)
    try {
      const format = await formatOf(place)
      if (E.isLeft(format)) return format
      if (format.right === undefined && use === 'from') return E.left({ _tag: 'KeysMissing', file })
      if (use === 'to') await makeTables(place)
      return E.right(placeOf(place))
    } catch (cause) {
      return E.left({ _tag: 'KeysUnusable', file, cause })
    }
  }

const placeOf = (place: Place): OpenPlace => {
  const { server, schema } = place
  const s = quoted(schema)
  return {
    name: nameOf(place),
    desk: () => deskOf(place),
    rows: (table, after, limit) =>
      onConnection(server, 'read', async ({ query }) => {
        const key = after?.slice(0, table.key.length) ?? []
        const text = selectOf(table, {
          table: `${s}.${table.name}`,
          columns: columnsOf(table),
          places: key.map((_, n) => `$${n + 1}`),
        })
        const { rows } = await query({ text: `${text} LIMIT ${limit}`, values: key })
        return rows.map((row) => table.columns.map((column) => valueOf(table, column, row[column])))
      }),
    put: (table, rows) =>
      inTransaction(server, async ({ query }) => {
        await query({ text: puttingInto(s, table), values: [JSON.stringify(rows)] })
      }),
    finish: async (desk) => {
      await inTransaction(server, async ({ run, query }) => {
        await run(lockAlone(schema))
        const text = `INSERT INTO ${s}.vault VALUES ('desk', $1) ON CONFLICT DO NOTHING`
        await query({ text, values: [desk] })
      })
      return sweepAll(place)
    },
    close: async () => undefined,
  }
}

const isOf = (columns: ReadonlyArray<string> | undefined, column: string): boolean =>
  columns?.includes(column) ?? false

const columnsOf = ({ columns, bytes }: CopiedTable): string =>
  columns.map((name) => (isOf(bytes, name) ? `encode(${name}, 'hex') AS ${name}` : name)).join(', ')

const valueOf = ({ numbers }: CopiedTable, column: string, value: unknown): Value => {
  if (isOf(numbers, column)) return value === null ? null : Number(value)
  return typeof value === 'string' ? value : null
}

/** Takes the rows as one list of lists. */
const puttingInto = (s: string, table: CopiedTable): string => {
  const values = table.columns.map((column, place) => {
    const text = `told->>${place}`
    if (isOf(table.bytes, column)) return `decode(${text}, 'hex')`
    return isOf(table.numbers, column) ? `(${text})::bigint` : text
  })
  return `INSERT INTO ${s}.${table.name} AS known(${table.columns.join(', ')})
    SELECT ${values.join(', ')} FROM jsonb_array_elements($1::text::jsonb) AS told
    ${conflictOf(table)}`
}

/**
 * `deskledger schema`: what the tables, views and columns mean. Needs no desk.
 */
import { assembled, nearest } from '@deskledger/desk'
import {
  schemaOf,
  type ColumnSchema,
  type TableSchema,
  type ViewSchema,
} from '@deskledger/projection'
import type { Context } from '../context.ts'
import { usageError } from '../output/problem.ts'
import { bold, dim } from '../output/style.ts'
import { rowsAs } from '../output/table.ts'

export const schema = async (
  { io, json, quiet }: Context,
  name: string | undefined,
  { sql = false }: { readonly sql?: boolean },
): Promise<void> => {
  const { tables, views } = schemaOf(assembled().projectors)
  const all = [...tables, ...views]
  const asked = name === undefined ? all : all.filter((each) => each.name === name)
  if (asked.length === 0) throw unknown(name ?? '', all)
  if (json) return io.out(`${JSON.stringify(asked, null, 2)}\n`)
  if (sql) return io.out(asked.map(({ ddl }) => `${ddl.trim().replace(/;?$/, ';')}\n`).join('\n'))
  if (name !== undefined) return io.out(asked.map(described).join('\n'))
  const rows = all.map((each) => ({
    name: each.name,
    what: 'key' in each ? 'table' : 'view',
    projector: each.projector,
    meaning: each.doc,
  }))
  io.out(rowsAs('table', ['name', 'what', 'projector', 'meaning'], rows))
  if (!quiet) io.err(dim('the columns of one: deskledger schema NAME\n'))
}

const described = (each: TableSchema | ViewSchema): string => {
  const keys = 'key' in each ? each.key : []
  const rows = [...keys, ...each.columns].map((column) => rowOf(column, keys))
  const source =
    'events' in each ? dim(`from ${each.events?.join(', ') ?? 'every event'}\n`) : dim('a view\n')
  const columns = ['column', 'type', 'null', 'meaning']
  return `${bold(each.name)}  ${each.doc}\n${source}\n${rowsAs('table', columns, rows)}`
}

const rowOf = (column: ColumnSchema, keys: ReadonlyArray<ColumnSchema>) => ({
  column: keys.includes(column) ? `${column.name} *` : column.name,
  type: column.kind,
  null: column.nullable ? 'yes' : 'no',
  meaning: [
    column.doc,
    column.values === undefined ? '' : `(${column.values.join(', ')})`,
    column.personalOf === undefined ? '' : `(personal data of ${column.personalOf})`,
  ]
    .filter((part) => part !== '')
    .join(' '),
})

const unknown = (name: string, all: ReadonlyArray<{ readonly name: string }>) => {
  const names = all.map((each) => each.name)
  const hint = nearest(name, names)
  return usageError(
    'DL9013',
    'There is no table or view of that name.',
    `it is ${name}`,
    hint === undefined ? 'list them: deskledger schema' : `did you mean ${hint}?`,
  )
}

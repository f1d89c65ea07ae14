/**
 * Tables, views and questions.
 */
import { assembled } from '@deskledger/desk'
import { schemaOf, type ColumnSchema } from '@deskledger/projection'
import { code, page, table, type GeneratedPage } from './page.ts'

export const tablesPage = (): GeneratedPage => {
  const { tables, views } = schemaOf(assembled().projectors)
  return page(
    'reference/tables.md',
    'Tables and views',
    'What `views.db` holds. Instants are milliseconds since 1970 UTC, money is whole minor units with its currency beside it, flags are 0 or 1. A column of personal data is null once the person is erased. The key of a table is marked with *.',
    ...tables.flatMap(({ name, doc, projector, events, follows, key, columns }) => [
      `## ${name}`,
      `${doc}. ${code(projector)}; ${follows === undefined ? 'from' : `follows ${code(follows)}, from`} ${events?.map(code).join(', ') ?? 'every event'}.`,
      table(
        ['column', 'type', 'null', 'meaning'],
        [...key.map((column) => row(column, ' *')), ...columns.map((column) => row(column, ''))],
      ),
    ]),
    ...views.flatMap(({ name, doc, projector, columns }) => [
      `## ${name} (view)`,
      `${doc}. ${code(projector)}.`,
      table(
        ['column', 'type', 'null', 'meaning'],
        columns.map((column) => row(column, '')),
      ),
    ]),
  )
}

const row = (column: ColumnSchema, mark: string): ReadonlyArray<string> => [
  `${code(column.name)}${mark}`,
  column.values === undefined ? column.kind : column.values.map(code).join(', '),
  column.nullable ? 'yes' : '',
  `${column.doc}${column.personalOf === undefined ? '' : ` (personal data of ${code(column.personalOf)})`}`,
]

export const questionsPage = (): GeneratedPage => {
  const questions = [...assembled().questions.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return page(
    'reference/questions.md',
    'Questions',
    "What can be asked by name: `deskledger query Q05 --param queue=engineers`, or `desk.ask('Q05', { queue: 'engineers' })`. `:now` is never given: it is the latest fact that the read model has seen.",
    ...questions.flatMap(({ name, asks, doc, params, columns, sql }) => [
      `## ${name}`,
      `**${asks}** ${doc}`,
      ...parameters(params),
      table(
        ['column', 'meaning'],
        Object.entries(columns).map(([column, { doc: what }]) => [code(column), what]),
      ),
      `\`\`\`sql\n${sql.sqlite.trim()}\n\`\`\``,
    ]),
  )
}

const parameters = (
  params: Readonly<
    Record<string, { readonly kind: string; readonly doc: string; readonly otherwise?: unknown }>
  >,
): ReadonlyArray<string> => {
  const rows = Object.entries(params).map(([name, { kind, doc, otherwise }]) => [
    code(name),
    kind,
    doc,
    otherwise === undefined ? 'must be given' : presumed(otherwise),
  ])
  return rows.length === 0 ? [] : [table(['parameter', 'type', 'meaning', 'otherwise'], rows)]
}

const presumed = (value: unknown): string => (value === null ? 'none' : code(JSON.stringify(value)))

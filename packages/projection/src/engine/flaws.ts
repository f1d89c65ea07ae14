/**
 * What is wrong with a set of projectors, before any event is folded.
 */
import type { Column, Columns } from '../column.ts'
import type { Projector } from '../projector.ts'
import type { AnyTable } from '../table.ts'
import type { AnyView } from '../view.ts'

/** Every contradiction, in words; none for a good read model. */
export const flawsOf = (projectors: ReadonlyArray<Projector>): ReadonlyArray<string> => {
  const tables = projectors.flatMap((projector) => projector.tables)
  const views = projectors.flatMap((projector) => projector.views ?? [])
  const names = [...tables, ...views].map(({ name }) => name)
  return [
    ...twice(projectors.map(({ name }) => `projector ${name}`)),
    ...twice(names),
    ...names.filter(isReserved).map((name) => `${name} is no name for a table or a view`),
    ...tables.flatMap((table, place) => order(tables, table, place)),
    ...tables.flatMap((table) => ofTable(table).map((flaw) => `${table.name}: ${flaw}`)),
    ...views.flatMap((view) => ofView(view).map((flaw) => `${view.name}: ${flaw}`)),
  ]
}

const isPlain = (name: string): boolean => /^[a-z][a-z0-9_]*$/.test(name)
const isReserved = (name: string): boolean =>
  !isPlain(name) || /^(projection|sqlite|pg)_/.test(name)

const twice = (names: ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(names.filter((name, i) => names.indexOf(name) < i))].map(
    (name) => `${name} is there twice`,
  )

const order = (
  tables: ReadonlyArray<AnyTable>,
  { name, of }: AnyTable,
  place: number,
): ReadonlyArray<string> => {
  if (of === undefined || tables.slice(0, place).includes(of)) return []
  return [`${name} does not come after ${of.name}, which it follows`]
}

const ofTable = (table: AnyTable): ReadonlyArray<string> => {
  const { key, columns, doc } = table
  const all = { ...columns, ...key }
  return [
    ...(doc.trim() === '' ? ['has no doc line'] : []),
    ...(Object.keys(key).length === 0 ? ['has no key'] : []),
    ...(table.of === undefined && table.types?.size === 0 ? ['hears no event'] : []),
    ...Object.keys(key).flatMap((name) => (name in columns ? [`${name} is there twice`] : [])),
    ...columnFlaws(all),
    ...Object.entries(key).flatMap(([name, column]) => keyFlaws(name, column)),
    ...Object.entries(columns).flatMap(([name, column]) => personalFlaws(all, name, column)),
    ...(table.form === 'tallyOf' ? sumFlaws(columns) : []),
    ...table.indexes
      .flat()
      .flatMap((name) => (name in all ? [] : [`there is no ${name} to index`])),
  ]
}

const ofView = ({ doc, columns }: AnyView): ReadonlyArray<string> => [
  ...(doc.trim() === '' ? ['has no doc line'] : []),
  ...columnFlaws(columns),
]

const columnFlaws = (columns: Columns): ReadonlyArray<string> =>
  Object.entries(columns).flatMap(([name, { doc }]) => [
    ...(isPlain(name) ? [] : [`${name} is no name for a column`]),
    ...(doc.trim() === '' ? [`${name} has no doc line`] : []),
  ])

const keyFlaws = (name: string, column: Column<unknown>): ReadonlyArray<string> => [
  ...(column.nullable ? [`${name} of the key may be null`] : []),
  ...(column.sql === 'REAL' ? [`${name} of the key is neither text nor a whole number`] : []),
]

const personalFlaws = (
  all: Columns,
  name: string,
  { personalOf, nullable }: Column<unknown>,
): ReadonlyArray<string> => {
  if (personalOf === undefined) return []
  const owner = all[personalOf]
  return [
    ...(nullable ? [] : [`${name} is personal and may not be null`]),
    ...(owner?.sql === 'TEXT' && owner.personalOf === undefined
      ? []
      : [`${name} is personal data of ${personalOf}, which is no id of the same row`]),
  ]
}

const sumFlaws = (columns: Columns): ReadonlyArray<string> =>
  Object.entries(columns).flatMap(([name, { sql, nullable }]) =>
    sql === 'INTEGER' && !nullable ? [] : [`${name} is no sum of whole numbers`],
  )

/**
 * What keys consist of, table by table, the same in a file and on a server: what is copied, and in
 * which order. A row is a list of its columns; bytes are in hexadecimal.
 */
import { steps } from '../erasure/journal.ts'

export type Value = string | number | null
export type CopiedRow = ReadonlyArray<Value>

export interface CopiedTable {
  readonly name: 'secret' | 'vault' | 'keys' | 'links' | 'fences' | 'erasures'
  readonly key: ReadonlyArray<string>
  readonly columns: ReadonlyArray<string>
  /** Columns of bytes, and of whole numbers; all others are text. */
  readonly bytes?: ReadonlyArray<string>
  readonly numbers?: ReadonlyArray<string>
  /** Rows that belong to the place and not to the keys. */
  readonly except?: string
  /** Rows may have changed at the source since they were copied. */
  readonly changes?: true
}

/** Without its `desk` no place of keys can be opened, so that row is not among them. */
export const copiedTables: ReadonlyArray<CopiedTable> = [
  { name: 'secret', key: ['name'], columns: ['name', 'value'], bytes: ['value'] },
  {
    name: 'vault',
    key: ['name'],
    columns: ['name', 'value'],
    except: `name NOT IN ('desk', 'format', 'erased')`,
  },
  {
    name: 'keys',
    key: ['key_id'],
    columns: ['key_id', 'subject', 'state', 'wrapped', 'created_at', 'erased_at'],
    bytes: ['wrapped'],
    numbers: ['created_at', 'erased_at'],
    changes: true,
  },
  {
    name: 'links',
    key: ['subject', 'kind'],
    columns: ['subject', 'kind', 'owner'],
    changes: true,
  },
  { name: 'fences', key: ['subject'], columns: ['subject', 'erasure', 'at'], numbers: ['at'] },
  {
    name: 'erasures',
    key: ['erasure'],
    columns: ['erasure', 'subject', 'step', 'note'],
    changes: true,
  },
]

/** Rows behind a key, in the order of the bytes of their keys. */
export const selectOf = (
  { key, except = 'true' }: CopiedTable,
  { table, columns, places }: { table: string; columns: string; places: ReadonlyArray<string> },
): string => {
  const behind = places.length === 0 ? 'true' : `(${key.join(', ')}) > (${places.join(', ')})`
  return `SELECT ${columns} FROM ${table} WHERE ${except} AND ${behind} ORDER BY ${key.join(', ')}`
}

/** What is to become of a row that is there already: what is erased stays so, and what is done. */
export const conflictOf = ({ name, key, columns, changes }: CopiedTable): string => {
  if (changes === undefined) return 'ON CONFLICT DO NOTHING'
  const sets = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`)
  return `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${sets.join(', ')} WHERE ${laterOf[name]}`
}

const rankOf = (row: string): string =>
  `CASE ${row}.step ${steps.map((step, n) => `WHEN '${step}' THEN ${n}`).join(' ')} END`

/** Whether the row that is copied is of a later moment than the one that is there. */
const laterOf: Readonly<Record<string, string>> = {
  keys: `known.state <> 'erased' AND known.state <> excluded.state`,
  links: 'known.owner <> excluded.owner',
  erasures: `${rankOf('known')} <= ${rankOf('excluded')}`,
}

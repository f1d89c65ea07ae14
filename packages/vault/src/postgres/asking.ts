/**
 * The questions that are put to the schema of keys while a desk works; each is one journey.
 */
import { kindOf, type Link, type Subject } from '../subject.ts'
import type { Place } from './opening.ts'
import { quoted } from './schema.ts'
import { onConnection, type Row } from './server.ts'

/** A list as the server takes it apart again. */
export const listed = (parameter: string): string =>
  `ARRAY(SELECT jsonb_array_elements_text(${parameter}::text::jsonb))`

/** A new key, wrapped, in hexadecimal. */
export interface Made {
  readonly id: string
  readonly subject: Subject
  readonly wrapped: string
}

export interface Asked {
  readonly links: ReadonlyArray<Link>
  readonly made: ReadonlyArray<Made>
  readonly subjects: ReadonlyArray<Subject>
}

export interface KeyFor {
  readonly subject: Subject
  readonly isFenced: boolean
  readonly id: string | undefined
  readonly box: Buffer | undefined
  /** How many changes there were then. */
  readonly change: number
}

/** Writes the links down; then gives each subject its key, made if need be, unless it is fenced. */
export const keysFor = (
  { server, schema }: Place,
  { links, made, subjects }: Asked,
  at: number,
): Promise<ReadonlyArray<KeyFor>> =>
  onConnection(server, 'write', async ({ query }) => {
    const told = links.map(({ of, to }) => ({ of, to, kind: kindOf(to) }))
    const { rows } = await query({
      name: `keys for ${schema}`,
      text: `SELECT * FROM ${quoted(schema)}.keys_for($1::text, $2::bigint)`,
      values: [JSON.stringify({ links: told, made, subjects }), at],
    })
    return rows.map(keyForOf)
  })

const keyForOf = (row: Row): KeyFor => ({
  subject: String(row['whose']) as Subject,
  isFenced: Number(row['is_fenced']) === 1,
  id: textOf(row['id']),
  box: bytesOf(row['box']),
  change: Number(row['change']),
})

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

const bytesOf = (value: unknown): Buffer | undefined =>
  typeof value === 'string' ? Buffer.from(value, 'hex') : undefined

export interface Boxes {
  readonly change: number
  readonly boxes: ReadonlyArray<{ readonly id: string; readonly box: Buffer }>
}

/** The wrapped keys of these ids that are not erased, and how many changes there were then. */
export const keysOf = ({ server, schema }: Place, ids: ReadonlyArray<string>): Promise<Boxes> =>
  onConnection(server, 'read', async ({ query }) => {
    const s = quoted(schema)
    const { rows } = await query({
      name: `keys of ${schema}`,
      text: `SELECT count AS change, key_id AS id, encode(wrapped, 'hex') AS box FROM ${s}.changes
        LEFT JOIN ${s}.keys ON key_id = ANY(${listed('$1')}) AND state <> 'erased'`,
      values: [JSON.stringify(ids)],
    })
    const boxes = rows.flatMap((row) => {
      const [id, box] = [textOf(row['id']), bytesOf(row['box'])]
      return id === undefined || box === undefined ? [] : [{ id, box }]
    })
    return { change: Number(rows[0]?.['change']), boxes }
  })

export const fencedAmong = (
  { server, schema }: Place,
  subjects: ReadonlyArray<Subject>,
): Promise<ReadonlySet<Subject>> =>
  onConnection(server, 'read', async ({ query }) => {
    const text = `SELECT subject FROM ${quoted(schema)}.fences WHERE subject = ANY(${listed('$1')})`
    const { rows } = await query({ text, values: [JSON.stringify(subjects)] })
    return new Set(rows.map((row) => String(row['subject']) as Subject))
  })

/** Which keys each of the subjects ever had; who had none is not among them. */
export const keyIdsOf = (
  { server, schema }: Place,
  subjects: ReadonlyArray<Subject>,
): Promise<ReadonlyMap<Subject, ReadonlyArray<string>>> =>
  onConnection(server, 'read', async ({ query }) => {
    const text = `SELECT subject, key_id FROM ${quoted(schema)}.keys
      WHERE subject = ANY(${listed('$1')}) ORDER BY key_id`
    const { rows } = await query({ text, values: [JSON.stringify(subjects)] })
    const found = new Map<Subject, ReadonlyArray<string>>()
    for (const row of rows) {
      const subject = String(row['subject']) as Subject
      found.set(subject, [...(found.get(subject) ?? []), String(row['key_id'])])
    }
    return found
  })

/**
 * The checkpoint row: read together with the server's clock, which all who ask for the lease share;
 * replaced by compare and swap, which also tells those who wait.
 */
import type { Checkpoint } from '../checkpoint.ts'
import {
  checkpointNames as names,
  checkpointOf,
  valuesOf,
  type CheckpointValues,
} from '../checkpoint-columns.ts'
import { quoted } from '../sqlite/ddl.ts'
import { literal } from './dialect.ts'
import type { Connection } from './server.ts'

/** A checkpoint, and when it was read: milliseconds since 1970 by the server's clock. */
export interface Read {
  readonly known: Checkpoint
  readonly now: number
}

export interface CheckpointRow {
  readonly read: (connection: Connection) => Promise<Read>
  /** The same, and nobody else may write it until the transaction ends. */
  readonly lock: (connection: Connection) => Promise<Read>
  /** False, and nothing written, if position, epoch or holder are no longer those of `known`. */
  readonly swap: (connection: Connection, known: Checkpoint, next: Checkpoint) => Promise<boolean>
}

/** On which the position of a read model is told, as `schema position`. */
export const channel = 'deskledger_views'

export const beginCheckpoint = (schema: string, fingerprint: string): string =>
  `INSERT INTO ${tableIn(schema)}(name, ${names.join(', ')})
   VALUES ('views', 0, NULL, 0, '', NULL, 0, ${literal(fingerprint)}, 0, '', 0, 0)`

const tableIn = (schema: string): string => `${quoted(schema)}.projection_checkpoint`

const clock = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

export const checkpointRow = (schema: string): CheckpointRow => {
  const select = `SELECT ${names.join(', ')}, ${clock} FROM ${tableIn(schema)}`
  const sets = names.map((name, i) => `${name} = $${i + 1}`).join(', ')
  const [a, b, c] = [1, 2, 3].map((n) => `$${names.length + n}`)
  const swap = `WITH swapped AS (
      UPDATE ${tableIn(schema)} SET ${sets}
      WHERE position = ${a} AND epoch = ${b} AND holder = ${c} RETURNING position
    ) SELECT pg_notify(${literal(channel)}, ${literal(`${schema} `)} || position) FROM swapped`
  return {
    read: reading(select, schema),
    lock: reading(`${select} FOR UPDATE`, schema),
    swap: async ({ query }, known, next) => {
      const { position, epoch, holder } = known
      const values = [...valuesOf(next), position, epoch, holder]
      const { count } = await query({ text: swap, values })
      return count === 1
    },
  }
}

const reading =
  (text: string, schema: string): CheckpointRow['read'] =>
  async ({ lists }) => {
    const [row] = await lists({ text })
    if (row === undefined) throw new Error(`${schema} has no checkpoint`)
    const values = row as unknown as readonly [...CheckpointValues, now: number]
    return {
      known: checkpointOf(values.slice(0, -1) as unknown as CheckpointValues),
      now: values[names.length] as number,
    }
  }

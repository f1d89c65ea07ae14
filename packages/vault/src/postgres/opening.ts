/**
 * What stands in the schema of keys: made for a log that is empty, and recognised otherwise.
 */
import { randomBytes } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { VaultError } from '../port.ts'
import { wrappingWith, type Wrapping } from '../wrapping.ts'
import { isAbsent } from './errors.ts'
import { ddl, format, lockAlone, namespaceDdl, quoted } from './schema.ts'
import { inTransaction, onConnection, type Connection, type KeysServer } from './server.ts'

/** Where the keys are. */
export interface Place {
  readonly server: KeysServer
  readonly schema: string
}

/** In words that may be shown. */
export const nameOf = ({ schema }: Place): string => `the schema ${schema}`

/** Nothing where there is none; what is not ours, or newer, is refused. */
export const formatOf = (place: Place): Promise<E.Either<VaultError, number | undefined>> =>
  onConnection(place.server, 'read', async (connection) => {
    const file = nameOf(place)
    if (await isEmpty(connection, place.schema)) return E.right(undefined)
    const found = await formatIn(connection, place.schema)
    if (found === undefined) return E.left({ _tag: 'NotKeys', file })
    if (found > format) return E.left({ _tag: 'NewerKeys', file, format: found, known: format })
    return E.right(found)
  })

const isEmpty = async ({ query }: Connection, schema: string): Promise<boolean> => {
  const text = `SELECT 1 AS one FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = $1 AND relkind IN ('r', 'v', 'm', 'f', 'p') LIMIT 1`
  return (await query({ text, values: [schema] })).rows.length === 0
}

const formatIn = async ({ query }: Connection, schema: string): Promise<number | undefined> => {
  try {
    const text = `SELECT value FROM ${quoted(schema)}.vault WHERE name = 'format'`
    const [row] = (await query({ text })).rows
    return row === undefined ? undefined : Number(row['value'])
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

/** Tables without anything in them. Of two that come at once, the second finds them made. */
export const makeTables = ({ server, schema }: Place): Promise<void> =>
  inTransaction(server, async (connection) => {
    await connection.run(lockAlone(schema))
    if (!(await isEmpty(connection, schema))) return
    const text = 'SELECT 1 AS one FROM pg_namespace WHERE nspname = $1'
    const { rows } = await connection.query({ text, values: [schema] })
    if (rows.length === 0) await connection.run(namespaceDdl(schema))
    await connection.run(ddl(schema))
  })

/** The desk whose keys these are; nobody's if they were never begun, or are not all here yet. */
export const deskOf = ({ server, schema }: Place): Promise<string | undefined> =>
  onConnection(server, 'read', async (connection) => deskIn(connection, schema))

const deskIn = async ({ query }: Connection, schema: string): Promise<string | undefined> => {
  const text = `SELECT value FROM ${quoted(schema)}.vault WHERE name = 'desk'`
  const [row] = (await query({ text })).rows
  return row === undefined ? undefined : String(row['value'])
}

/**
 * Begins the keys of a desk, unless somebody else has just done so. The desk whose keys they are
 * then; nothing where keys are being copied to.
 */
export const begin = (
  { server, schema }: Place,
  desk: string,
  masterKey: Uint8Array,
): Promise<string | undefined> =>
  inTransaction(server, async (connection) => {
    await connection.run(lockAlone(schema))
    const known = await deskIn(connection, schema)
    if (known !== undefined) return known
    const s = quoted(schema)
    const begun = `SELECT 1 AS one FROM ${s}.secret UNION ALL SELECT 1 FROM ${s}.keys LIMIT 1`
    if ((await connection.query({ text: begun })).rows.length > 0) return undefined
    const secret = wrappingWith(masterKey, desk).wrap('desk', randomBytes(32)).toString('hex')
    await connection.query({
      text: `INSERT INTO ${s}.secret VALUES ('desk', decode($1, 'hex'))`,
      values: [secret],
    })
    const text = `INSERT INTO ${s}.vault VALUES ('desk', $1)`
    await connection.query({ text, values: [desk] })
    return desk
  })

/** Nothing if the master key does not open it. */
export const secretOf = (
  { server, schema }: Place,
  { unwrap }: Wrapping,
): Promise<Buffer | undefined> =>
  onConnection(server, 'read', async ({ query }) => {
    const text = `SELECT encode(value, 'hex') AS box FROM ${quoted(schema)}.secret WHERE name = 'desk'`
    const [row] = (await query({ text })).rows
    return row === undefined ? undefined : unwrap('desk', Buffer.from(String(row['box']), 'hex'))
  })

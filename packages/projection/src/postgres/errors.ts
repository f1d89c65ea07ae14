/**
 * What Postgres says, as what it means to a read model. Nothing of a value, a password or a
 * connection string is ever among it.
 */
import { codeOf } from '../sqlite/errors.ts'

export type PostgresProblem =
  /** Not `postgres://user@host:port/database`. Nothing was tried. */
  | { readonly _tag: 'BadConnectionString'; readonly reason: string; readonly remedy: string }
  | { readonly _tag: 'BadSchemaName'; readonly remedy: string }
  /** `pg` is an optional peer, and is not installed. */
  | { readonly _tag: 'DriverMissing'; readonly remedy: string }
  /** Nobody answers there, or the connection was lost and did not come back. */
  | ServerProblem<'ServerUnreachable'>
  /** There is a server, and it does not let one in: user, password, database or encryption. */
  | ServerProblem<'AccessRefused'>
  /** One is let in, and may not do what has to be done. */
  | ServerProblem<'RightsMissing'>
  /** The schema was written by a newer version of this library. Nothing was changed. */
  | {
      readonly _tag: 'ViewsNewer'
      readonly schema: string
      readonly format: number
      readonly known: number
      readonly remedy: string
    }
  /** The schema holds what is no read model. Nothing was changed. */
  | { readonly _tag: 'SchemaTaken'; readonly schema: string; readonly remedy: string }

export interface ServerProblem<Tag extends string> {
  readonly _tag: Tag
  /** SQLSTATE, or the system's code. */
  readonly code: string
  readonly remedy: string
  readonly cause: unknown
}

const tags: ReadonlySet<unknown> = new Set<PostgresProblem['_tag']>([
  'BadConnectionString',
  'BadSchemaName',
  'DriverMissing',
  'ServerUnreachable',
  'AccessRefused',
  'RightsMissing',
  'ViewsNewer',
  'SchemaTaken',
])

export const isPostgresProblem = (u: unknown): u is PostgresProblem =>
  typeof u === 'object' && u !== null && '_tag' in u && tags.has(u._tag)

const unreachable =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ENOENT|EACCES|08...|57P0[123])$/
const refused = /^(28...|3D000)$/
const withoutRight = /^(42501|25006)$/
/** Serialization, deadlock, a lock that was not had in time, a session that was ended, no slot. */
const passing = /^(40001|40P01|55P03|25P0[34]|53300)$/

/** Worth another try: nothing was written, and the next moment may be better. */
export const isPostgresBusy = (error: unknown): boolean =>
  isPostgresProblem(error) ? error._tag === 'ServerUnreachable' : passing.test(codeOf(error))

const isUnreachable = (error: unknown): boolean =>
  unreachable.test(codeOf(error)) || /^(Connection terminated|timeout e)/.test(messageOf(error))

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : ''

/** A row that its table refuses: a key that is there already, text that holds NUL. */
export const isRefusedRow = (error: unknown): boolean => /^2[23].../.test(codeOf(error))

/** There is no such table or schema. */
export const isAbsent = (error: unknown): boolean => /^(42P01|3F000)$/.test(codeOf(error))

/**
 * An error of the server as it may be kept: what Postgres says of a row, or of text that it cannot
 * read, would tell a value, and so would its details.
 */
export const withoutValues = (error: unknown): unknown => {
  const code = codeOf(error)
  if (!/^[0-9A-Z]{5}$/.test(code)) return error
  const message = /^2[23]/.test(code) ? `SQLSTATE ${code}` : messageOf(error)
  return Object.assign(new Error(message), { code })
}

/** The problem that an error stands for; undefined for any other error. */
export const problemOf = (error: unknown): PostgresProblem | undefined => {
  if (isPostgresProblem(error)) return error
  const code = codeOf(error)
  const cause = withoutValues(error)
  if (isEncryption(error)) return { _tag: 'AccessRefused', code, cause, remedy: encryption }
  if (isUnreachable(error)) return { _tag: 'ServerUnreachable', code, cause, remedy: reach }
  if (refused.test(code)) return { _tag: 'AccessRefused', code, cause, remedy: entry }
  if (withoutRight.test(code)) return { _tag: 'RightsMissing', code, cause, remedy: rights }
  return undefined
}

const isEncryption = (error: unknown): boolean =>
  /does not support SSL|certificate|SSL off|no encryption/i.test(messageOf(error))

const reach = 'check that the server runs, and its host and port; a firewall may stand between'
const entry = 'check user, password and database in the connection string'
const encryption = 'say in the connection string whether to encrypt: ?sslmode=require or disable'
const rights =
  'grant the user CREATE on the database, or ALL on the schema and its tables; write to no standby'

/**
 * The master key of a desk: what wraps all other keys, and where it comes from.
 *
 * A provider is asked once, when the desk is opened. Kept in a file of its own or in the environment,
 * so that a copy of the desk's databases alone can be read by nobody.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'

export type MasterKeyError =
  /** There is none, and the desk was made with one. */
  | { readonly _tag: 'MasterKeyMissing'; readonly provider: string }
  /** It is not 32 bytes in base64, base64url or hexadecimal. */
  | { readonly _tag: 'MasterKeyMalformed'; readonly provider: string }
  | { readonly _tag: 'MasterKeyUnusable'; readonly provider: string; readonly cause: unknown }

export interface MasterKeyProvider {
  /** Where the key is, in words that may be shown: a path, the name of a variable. */
  readonly name: string
  /** 32 bytes. `toBegin`: the desk is new, so a key may be made where there is none. */
  readonly masterKey: (toBegin: boolean) => TE.TaskEither<MasterKeyError, Buffer>
}

const keyBytes = 32

/** The 32 bytes that `text` spells. */
const bytesOf = (text: string): Buffer | undefined => {
  const spelled = text.trim()
  const encoding = /^[0-9a-f]{64}$/i.test(spelled) ? 'hex' : 'base64'
  const bytes = Buffer.from(spelled, encoding)
  return bytes.length === keyBytes ? bytes : undefined
}

const parsed = (provider: string, text: string): E.Either<MasterKeyError, Buffer> => {
  const bytes = bytesOf(text)
  return bytes === undefined ? E.left({ _tag: 'MasterKeyMalformed', provider }) : E.right(bytes)
}

const codeOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined

/** In a file that only its owner can read; made with the desk. */
export const keyFile = (file: string): MasterKeyProvider => ({
  name: file,
  masterKey: (toBegin) => async () => {
    try {
      if (toBegin) makeKeyFile(file)
      return parsed(file, readFileSync(file, 'utf8'))
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return E.left({ _tag: 'MasterKeyMissing', provider: file })
      return E.left({ _tag: 'MasterKeyUnusable', provider: file, cause })
    }
  },
})

/** Appears whole or not at all, and never in the place of another one. */
const makeKeyFile = (file: string): void => {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeSync(handle, `${randomBytes(keyBytes).toString('base64url')}\n`)
    fsyncSync(handle)
    linkSync(draft, file)
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause
  } finally {
    closeSync(handle)
    rmSync(draft, { force: true })
  }
}

/** In a variable of the environment. */
export const keyFromEnvironment = (
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
): MasterKeyProvider => ({
  name: variable,
  masterKey: () => {
    const text = environment[variable]
    return TE.fromEither(
      text === undefined
        ? E.left({ _tag: 'MasterKeyMissing', provider: variable })
        : parsed(variable, text),
    )
  },
})

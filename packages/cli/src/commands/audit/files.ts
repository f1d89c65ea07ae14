/**
 * Files that audits read and write: notes, keys, proofs. None of them is ever put into a desk.
 */
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { parseSecret } from '@deskledger/audit'
import { ProblemError, problemOf } from '@deskledger/desk'
import { parseKey, type NoteKey, type NoteSigner } from '@deskledger/event-store/integrity'

export const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw unusable(file, cause)
  }
}

export const writeText = (file: string, text: string): void => {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true })
    writeFileSync(file, text)
  } catch (cause) {
    throw unusable(file, cause)
  }
}

/** Writes a file that was not there, readable for its owner alone unless told otherwise. */
export const writeNew = (file: string, text: string, mode = 0o600): void => {
  try {
    writeFileSync(file, text, { mode, flag: 'wx' })
  } catch (cause) {
    throw unusable(file, cause)
  }
}

/** Verifying keys, one a line. */
export const keysIn = (files: ReadonlyArray<string>): ReadonlyArray<NoteKey> =>
  files.flatMap((file) =>
    readText(file)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => known(file, parseKey(line))),
  )

export const signerIn = (file: string): NoteSigner => known(file, parseSecret(readText(file)))

const known = <A>(file: string, parsed: E.Either<{ readonly _tag: string }, A>): A => {
  if (E.isRight(parsed)) return parsed.right
  throw new ProblemError(problemOf({ ...parsed.left, file }))
}

/** The file, unless it would be inside the desk: what is in there vouches for nothing. */
export const outside = (desk: string, file: string): string => {
  const place = relative(real(desk), real(file))
  if (place === '..' || place.startsWith(`..${sep}`)) return resolve(file)
  throw new ProblemError(problemOf({ _tag: 'InsideDesk', file }))
}

/** Where a path leads that may not be there yet. */
const real = (path: string): string => {
  const whole = resolve(path)
  if (existsSync(whole)) return realpathSync(whole)
  const parent = dirname(whole)
  return parent === whole ? whole : join(real(parent), basename(whole))
}

const unusable = (file: string, cause: unknown): ProblemError =>
  new ProblemError(problemOf({ _tag: 'FileUnusable', file, cause }))

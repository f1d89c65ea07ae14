/**
 * Files that a server needs, read whole; and the file of users, written so that nobody reads half.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { ProblemError, problemOf } from '@deskledger/desk'

const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''

const unusable = (file: string, cause: unknown): ProblemError =>
  new ProblemError(problemOf({ _tag: 'FileUnreadable', file, code: codeOf(cause), cause }))

export const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw unusable(file, cause)
  }
}

/** The same, or the empty text where there is no such file. */
export const textOrNone = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return ''
    throw unusable(file, cause)
  }
}

/** For its owner alone, and in one step: a server that starts meanwhile reads the old or the new. */
export const replaceText = (file: string, text: string): void => {
  const beside = `${file}.${process.pid}.new`
  try {
    writeFileSync(beside, text, { mode: 0o600, flush: true })
    renameSync(beside, file)
  } catch (cause) {
    throw unusable(file, cause)
  }
}

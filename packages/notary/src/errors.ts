/**
 * Why a notary did not do what was asked; nothing was noted by the failed call.
 */
import type { StoreError } from '@deskledger/event-store'
import type { Finding } from './verify/finding.ts'

/** Why a file cannot be used by a notary; nothing was changed. */
export type OpenError =
  | { readonly _tag: 'NoNotary'; readonly file: string }
  | { readonly _tag: 'NotANotary'; readonly file: string; readonly found: string }
  | {
      readonly _tag: 'NotaryFormat'
      readonly file: string
      readonly format: number
      readonly known: number
    }
  /** SQLite's code, or that of the file system. */
  | {
      readonly _tag: 'NotaryUnusable'
      readonly file: string
      readonly code: string
      readonly cause: unknown
    }
  /** It was made for another log than it is now to be used for. */
  | { readonly _tag: 'NotaryOfAnother'; readonly found: string; readonly expected: string }

export type NoteError =
  | OpenError
  | StoreError
  /** Somebody else notes in this file: wait for them to end, or for `until`. */
  | { readonly _tag: 'NotaryHeld'; readonly file: string; readonly until: number }
  /** Somebody else has taken over while this one was silent for too long. */
  | { readonly _tag: 'NotaryLost'; readonly file: string }
  /** The log is not the one that was noted: nothing more is noted of it. */
  | { readonly _tag: 'LogDiffers'; readonly findings: ReadonlyArray<Finding> }

/** SQLite's extended result code; empty for any other error. */
export const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : ''
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : ''
}

/** What SQLite throws; anything else is thrown again, for it is a bug. */
export const toUnusable = (file: string, error: unknown): OpenError => {
  const code = codeOf(error)
  if (code === '') throw error
  return code === 'SQLITE_NOTADB'
    ? { _tag: 'NotANotary', file, found: 'no SQLite file' }
    : { _tag: 'NotaryUnusable', file, code, cause: error }
}

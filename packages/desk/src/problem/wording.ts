/**
 * The words of a failure, and what they are put together from.
 */
import { describeIssues, type Undecodable } from '@deskledger/kernel'
import { failureOf } from '../failure.ts'
import { troubles, type TroubleWords } from './troubles.ts'

/** A failure’s own fields. */
export type Fields = Readonly<Record<string, unknown>>
/** What is said of one failure. */
export interface Wording {
  readonly code: string
  readonly what: string
  readonly where?: (error: Fields) => string
  readonly why: (error: Fields) => string
  readonly mend: string | ((error: Fields) => string)
  /** What mends it where more is known than that. */
  readonly mendFor?: (error: Fields) => string | undefined
}

export const say = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
export const file = (error: Fields): string => say(error['file'])
export const provider = (error: Fields): string => say(error['provider'])
export const causeOf = ({ cause }: Fields): string =>
  troubleOf(cause)?.why ?? (failureOf(cause).message || 'no reason was given')

/** What helps with what a server said, where that is known. */
export const mendOfCause = ({ cause }: Fields): string | undefined => troubleOf(cause)?.mend

const troubleOf = (cause: unknown): TroubleWords | undefined => {
  const tag: unknown = typeof cause === 'object' && cause !== null && Reflect.get(cause, '_tag')
  return Object.entries(troubles).find(([known]) => known === tag)?.[1]
}
export const listOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '')
export const suggestion = ({ didYouMean }: Fields): string =>
  typeof didYouMean === 'string' ? `did you mean ${didYouMean}? ` : ''

/** What the operating system or SQLite says, in words where there are some. */
export const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EEXIST: 'a file is there, and no folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'you have not the right to it',
  EPERM: 'you have not the right to it',
  EROFS: 'it lies on a disk that may only be read',
  ENOSPC: 'the disk is full',
  SQLITE_READONLY_DIRECTORY: 'even reading a log takes the right to write in its folder',
}
export const reasonOf = (error: Fields): string => {
  const code = say(error['code'])
  return reasons[code] ?? `${code} ${causeOf(error)}`.trim()
}

export const undecodable = (u: unknown): string => {
  const why = u as Undecodable
  switch (why._tag) {
    case 'UnknownType':
      return `no module of this desk knows the event type ${why.type}`
    case 'NewerSchema':
      return `${why.type} has schema version ${why.version}; this version knows up to ${why.known}`
    case 'Malformed':
      return `${why.type}: ${describeIssues(why.issues)}`
  }
}
export const place = ({ stream, revision, position }: Fields): string =>
  [
    stream === undefined ? '' : `stream ${say(stream)}`,
    revision === undefined ? '' : `revision ${say(revision)}`,
    position === undefined ? '' : `position ${say(position)}`,
  ]
    .filter((part) => part !== '')
    .join(', ')

/** The words of failures, by tag. */
export type Wordings = Readonly<Record<string, Wording>>

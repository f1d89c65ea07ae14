/**
 * What servers and clients say, as what it means to the log; and what helps.
 *
 * The clients' errors are told by `type` and by number, for the same failure comes as either: a
 * server that is down rejects the first append with a bare gRPC error and a read with a typed one.
 */
import type { StreamName } from '@deskledger/kernel'
import type { StoreError } from '@deskledger/event-store'

/** Why a server did not do what it was asked. Stands as the `cause` of a `StoreUnavailable`. */
export type Trouble =
  | { readonly _tag: 'Unreachable'; readonly hosts: ReadonlyArray<string>; readonly cause: unknown }
  /** The server hung up at the first bytes, and the connection string says `tls=false`. */
  | { readonly _tag: 'ServerIsSecured'; readonly cause: unknown }
  /** The server does not speak TLS, or its certificate is not trusted. */
  | { readonly _tag: 'NotTrusted'; readonly cause: unknown }
  | { readonly _tag: 'AccessDenied'; readonly cause: unknown }
  | { readonly _tag: 'NotLeader'; readonly cause: unknown }
  | { readonly _tag: 'TooSlow'; readonly cause: unknown }
  /** The server does not know the call: it is too old, or no such server at all. */
  | { readonly _tag: 'OldServer'; readonly cause: unknown }
  | { readonly _tag: 'Interrupted'; readonly cause: unknown }
  | { readonly _tag: 'Refused'; readonly cause: unknown }

/** Why what is stored is no log of ours. Stands as the `cause` of a `StoreDamaged`. */
export type Damage =
  /** Somebody else wrote it. Give the log a prefix of its own, or say `foreign: 'skip'`. */
  | {
      readonly _tag: 'ForeignEvent'
      readonly stream: StreamName
      readonly type: string
      readonly revision: number
      readonly position: number
    }
  /** A stream was deleted or truncated: `found` stands where `expected` was to stand. */
  | {
      readonly _tag: 'MissingEvents'
      readonly stream: string
      readonly expected: number
      readonly found: number
    }
  | { readonly _tag: 'StreamDeleted'; readonly stream: string }
  /** Beyond 2^53 − 1, or there is none. */
  | { readonly _tag: 'UnsafePosition'; readonly stream: string }

/** What a person can do about it, for those who print errors. */
export const remedyOf = ({ _tag }: Trouble | Damage): string => {
  switch (_tag) {
    case 'Unreachable':
      return 'Check host and port of the connection string, and that the server runs.'
    case 'ServerIsSecured':
      return 'The server hung up at once, as one does that wants TLS: leave tls=false out of the connection string.'
    case 'NotTrusted':
      return 'Name the certificate authority by tlsCAFile, or say tls=false to a server without TLS.'
    case 'AccessDenied':
      return 'Name a user who may read and write: esdb://user:password@host.'
    case 'NotLeader':
      return 'Connect to the cluster by esdb+discover:// or name all its nodes.'
    case 'TooSlow':
      return 'Try again; if it stays so, raise deadlineMs or look at the load of the server.'
    case 'OldServer':
      return 'Use a server of version 20.10 or newer.'
    case 'Interrupted':
      return 'Try again: the connection broke.'
    case 'Refused':
      return 'See the cause: the server refused the call.'
    case 'ForeignEvent':
      return "Give the log a prefix of its own, or say foreign: 'skip' where others write too."
    case 'MissingEvents':
      return 'Events were deleted or scavenged: restore the server from a backup, and set no $maxCount, $maxAge or $tb.'
    case 'StreamDeleted':
      return 'The stream was tombstoned: restore the server from a backup.'
    case 'UnsafePosition':
      return 'The position is beyond what can be counted exactly: move the log to a new server.'
  }
}

// ------------------------------------------------------------------------------------------------
// what clients throw
// ------------------------------------------------------------------------------------------------

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined

const textIn = (error: unknown, name: string): string => {
  const text = field(error, name)
  return typeof text === 'string' ? text : ''
}

const typeOf = (error: unknown): string => textIn(error, 'type')

/** The number of the gRPC status; −1 if there is none. */
const codeOf = (error: unknown): number => {
  const code = field(error, 'code')
  return typeof code === 'number' ? code : -1
}

const wordsOf = (error: unknown): string =>
  `${textIn(error, 'details')} ${textIn(error, 'message')}`

export const isMissingStream = (error: unknown): boolean => typeOf(error) === 'stream-not-found'

export const isConflict = (error: unknown): boolean => typeOf(error) === 'wrong-expected-version'

export const isDeletedStream = (error: unknown): boolean => typeOf(error) === 'stream-deleted'

/** 8 is what gRPC itself says of a message that is longer than it takes. */
export const isTooLarge = (error: unknown): boolean =>
  typeOf(error) === 'maximum-append-size-exceeded' || codeOf(error) === 8

const byType: Readonly<Record<string, Exclude<Trouble['_tag'], 'Unreachable'>>> = {
  'access-denied': 'AccessDenied',
  'not-leader': 'NotLeader',
  'deadline-exceeded': 'TooSlow',
  timeout: 'TooSlow',
  cancelled: 'Interrupted',
  unavailable: 'Interrupted',
}
const byCode: Readonly<Record<number, Exclude<Trouble['_tag'], 'Unreachable'>>> = {
  1: 'Interrupted',
  4: 'TooSlow',
  7: 'AccessDenied',
  10: 'TooSlow',
  12: 'OldServer',
  14: 'Interrupted',
  16: 'AccessDenied',
}

const untrusted =
  /wrong version number|self.signed|unable to (get|verify)|certificate|packet length too long|EPROTO/i
const neverConnected =
  /No connection established|Name resolution failed|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|Failed to discover|transport error|tcp connect error/i
/** What a plain client sees of a server that speaks TLS: it hangs up at the first bytes. */
const hungUp =
  /Failed to connect \(|Protocol error|ECONNRESET|socket hang up|Connection dropped|other side closed/i

/** A call that a server left unanswered, as one does that ends: gRPC calls that an error within itself. */
const brokeOff = /Received RST_STREAM|ended without gRPC status/i

export interface Known {
  readonly hosts: ReadonlyArray<string>
}

export const troubleOf = (cause: unknown, { hosts }: Known): Trouble => {
  const words = wordsOf(cause)
  if (untrusted.test(words)) return { _tag: 'NotTrusted', cause }
  if (isUnsent(cause)) return { _tag: 'Unreachable', hosts, cause }
  const otherwise = brokeOff.test(words) ? 'Interrupted' : 'Refused'
  const _tag = byType[typeOf(cause)] ?? byCode[codeOf(cause)] ?? otherwise
  return { _tag, cause }
}

/** For the first call on a line only: later, a line that breaks just breaks. */
export const firstTroubleOf = (cause: unknown, known: Known, isSecure: boolean): Trouble =>
  !isSecure && hungUp.test(wordsOf(cause)) && !/ECONNREFUSED/.test(wordsOf(cause))
    ? { _tag: 'ServerIsSecured', cause }
    : troubleOf(cause, known)

/** Nothing reached a server, for there was no connection. */
export const isUnsent = (error: unknown): boolean => neverConnected.test(wordsOf(error))

/** Whether the same call may do better in a moment. */
export const mayPass = ({ _tag }: Trouble): boolean => passing.has(_tag)

const passing: ReadonlySet<string> = new Set<Trouble['_tag']>([
  'Unreachable',
  'Interrupted',
  'NotLeader',
  'TooSlow',
])

export const unavailable = (trouble: Trouble): StoreError => ({
  _tag: 'StoreUnavailable',
  cause: trouble,
})

export const damaged = (damage: Damage): StoreError => ({ _tag: 'StoreDamaged', cause: damage })

/** Whether what was thrown is a trouble of ours that may pass. */
export const isPassing = (thrown: unknown): boolean => {
  const tag = field(field(thrown, 'cause'), '_tag')
  return field(thrown, '_tag') === 'StoreUnavailable' && passing.has(String(tag))
}

/**
 * Why a call was refused, as data, and what each refusal is on the wire.
 *
 * A client tells refusals apart by the trailer `exception`; a batch, whose call goes on, by the type
 * of the one detail in its status. None carries data of an event.
 */
import { Metadata, status, type StatusObject } from '@grpc/grpc-js'
import type { Expected } from '@deskledger/event-store'
import { details, Status } from './schema/streams.ts'

export type Failure =
  | {
      readonly _tag: 'WrongExpectedVersion'
      readonly stream: string
      readonly expected: Expected
      /** The stream's last revision, −1 if it has none. */
      readonly actual: number
    }
  /** The stream was tombstoned: nobody writes to it again. */
  | { readonly _tag: 'StreamDeleted'; readonly stream: string }
  | { readonly _tag: 'AppendTooLarge'; readonly max: number }
  /** Nobody who may was named, or not for this. */
  | { readonly _tag: 'AccessDenied' }
  | { readonly _tag: 'NotAuthenticated' }
  | { readonly _tag: 'NotLeader'; readonly host: string; readonly port: number }
  | { readonly _tag: 'DeadlineExceeded' }
  | { readonly _tag: 'Invalid'; readonly why: string }
  /** Nothing was written, or nobody knows: the same events under the same ids are safe to send again. */
  | { readonly _tag: 'Unavailable'; readonly why: string }
  | { readonly _tag: 'Cancelled' }
  /** As the second version of the protocol tells it, see `together/refusal.ts`. */
  | {
      readonly _tag: 'Detailed'
      readonly code: status
      readonly why: string
      readonly detail: { readonly typeUrl: string; readonly value: Buffer }
    }
  | ({ readonly _tag: 'GroupMissing' | 'GroupExists' | 'GroupFull' | 'GroupDropped' } & Group)

interface Group {
  readonly stream: string
  readonly group: string
}

type Answer = Pick<StatusObject, 'code' | 'details' | 'metadata'>

const answer = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): Answer => {
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, ascii(value))
  return { code, details, metadata }
}

/** A trailer holds printable ASCII only. */
const ascii = (value: string): string => value.replaceAll(/[^ -~]/gu, '?')

export const numberOf = (expected: Expected): number => {
  switch (expected._tag) {
    case 'Exact':
      return expected.revision
    case 'NoStream':
      return -1
    case 'Any':
      return -2
    case 'StreamExists':
      return -4
  }
}

/** What ends a call. */
export const statusOf = (failure: Failure): Answer => {
  switch (failure._tag) {
    case 'WrongExpectedVersion':
      return answer(status.FAILED_PRECONDITION, 'the stream is not as expected', {
        exception: 'wrong-expected-version',
        'stream-name': failure.stream,
        'expected-version': String(numberOf(failure.expected)),
        ...(failure.actual < 0 ? {} : { 'actual-version': String(failure.actual) }),
      })
    case 'StreamDeleted':
      return answer(status.FAILED_PRECONDITION, 'the stream is deleted', {
        exception: 'stream-deleted',
        'stream-name': failure.stream,
      })
    case 'AppendTooLarge':
      return answer(status.INVALID_ARGUMENT, `an append is at most ${failure.max} bytes`, {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(failure.max),
      })
    case 'AccessDenied':
      return answer(status.PERMISSION_DENIED, 'access denied', { exception: 'access-denied' })
    case 'NotAuthenticated':
      return answer(status.UNAUTHENTICATED, 'not authenticated')
    case 'NotLeader':
      return answer(status.NOT_FOUND, 'another node is the leader', {
        exception: 'not-leader',
        'leader-endpoint-host': failure.host,
        'leader-endpoint-port': String(failure.port),
      })
    case 'DeadlineExceeded':
      return answer(status.DEADLINE_EXCEEDED, 'it took too long')
    case 'Invalid':
      return answer(status.INVALID_ARGUMENT, failure.why)
    case 'Unavailable':
      return answer(status.UNAVAILABLE, failure.why)
    case 'Cancelled':
      return answer(status.CANCELLED, 'the server let go of the call')
    case 'Detailed':
      return inDetail(failure)
    case 'GroupMissing':
    case 'GroupExists':
    case 'GroupFull':
    case 'GroupDropped':
      return answer(groupCodes[failure._tag], exceptions[failure._tag], {
        exception: exceptions[failure._tag],
        'stream-name': failure.stream,
        'group-name': failure.group,
      })
  }
}

const inDetail = ({ code, why, detail }: Extract<Failure, { _tag: 'Detailed' }>): Answer => {
  const metadata = new Metadata()
  const told: Status = { code, message: why, details: detail }
  metadata.set('grpc-status-details-bin', Status.encode(told))
  return { code, details: why, metadata }
}

const groupCodes = {
  GroupMissing: status.NOT_FOUND,
  GroupExists: status.ALREADY_EXISTS,
  GroupFull: status.FAILED_PRECONDITION,
  GroupDropped: status.CANCELLED,
}

const exceptions = {
  GroupMissing: 'persistent-subscription-does-not-exist',
  GroupExists: 'persistent-subscription-exists',
  GroupFull: 'maximum-subscribers-reached',
  GroupDropped: 'persistent-subscription-dropped',
}

// ------------------------------------------------------------------------------------------------
// within a call that goes on
// ------------------------------------------------------------------------------------------------

const detail = (code: status, name: keyof typeof details, value: Buffer): Status => ({
  code,
  message: name,
  details: { typeUrl: `type.googleapis.com/event_store.client.${name}`, value },
})

const nothing = Buffer.alloc(0)

export const batchStatusOf = (failure: Failure): Status => {
  switch (failure._tag) {
    case 'WrongExpectedVersion':
      return detail(
        status.FAILED_PRECONDITION,
        'WrongExpectedVersion',
        details.WrongExpectedVersion.encode(wrongVersion(failure.expected, failure.actual)),
      )
    case 'StreamDeleted': {
      const stream = { streamName: Buffer.from(failure.stream) }
      const value = details.StreamDeleted.encode({ stream })
      return detail(status.FAILED_PRECONDITION, 'StreamDeleted', value)
    }
    case 'AppendTooLarge': {
      const value = details.MaximumAppendSizeExceeded.encode({ maxAppendSize: failure.max })
      return detail(status.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', value)
    }
    case 'AccessDenied':
    case 'NotAuthenticated':
      return detail(status.PERMISSION_DENIED, 'AccessDenied', nothing)
    case 'DeadlineExceeded':
      return detail(status.DEADLINE_EXCEEDED, 'Timeout', nothing)
    case 'Invalid': {
      const value = details.BadRequest.encode({ message: failure.why })
      return detail(status.INVALID_ARGUMENT, 'BadRequest', value)
    }
    case 'Unavailable':
    case 'Cancelled':
    case 'NotLeader':
    case 'Detailed':
    case 'GroupMissing':
    case 'GroupExists':
    case 'GroupFull':
    case 'GroupDropped':
      return detail(status.UNAVAILABLE, 'Unknown', nothing)
  }
}

/** What was expected and what was found, by the presence of fields. */
export const wrongVersion = (expected: Expected, actual: number) => ({
  ...(actual < 0 ? { currentNoStream: {} } : { current: actual }),
  ...expectedField(expected),
})

const expectedField = (expected: Expected) => {
  switch (expected._tag) {
    case 'Exact':
      return { expected: expected.revision }
    case 'NoStream':
      return { expectedNoStream: {} }
    case 'Any':
      return { expectedAny: {} }
    case 'StreamExists':
      return { expectedStreamExists: {} }
  }
}

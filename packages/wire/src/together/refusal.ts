/**
 * Why appends to several streams were refused, as the second version of the protocol tells it: by a
 * detail beside the status.
 */
import { status } from '@grpc/grpc-js'
import type { Expected } from '@deskledger/event-store'
import { numberOf, type Failure } from '../failure.ts'
import { details } from '../schema/together.ts'

export type Refusal =
  /** The first stream that is not as expected. */
  | ({ readonly _tag: 'RevisionConflict' } & Unmet)
  /** All checks that do not hold, by their place among those that were asked for. */
  | { readonly _tag: 'ChecksFailed'; readonly failed: ReadonlyArray<Failed> }
  | { readonly _tag: 'StreamTombstoned'; readonly stream: string }
  /** One session writes to a stream once. */
  | { readonly _tag: 'StreamTwice'; readonly stream: string }
  | {
      readonly _tag: 'RecordTooLarge'
      readonly stream: string
      readonly id: string
      readonly size: number
      readonly max: number
    }
  | { readonly _tag: 'TogetherTooLarge'; readonly size: number; readonly max: number }

export interface Unmet {
  readonly stream: string
  readonly expected: Expected
  /** The stream's last revision, or one of the marks below. */
  readonly actual: number
}
export interface Failed extends Unmet {
  /** −1 for a stream that is written to. */
  readonly check: number
}

/** What the protocol says of a stream that has no revision to show. */
export const marks = { noStream: -1, deleted: -10, tombstoned: -100 }

const address = 'type.googleapis.com/kurrentdb.protocol.v2.streams.errors.'

const detailed = (
  code: status,
  why: string,
  name: keyof typeof details,
  value: Buffer,
): Failure => ({ _tag: 'Detailed', code, why, detail: { typeUrl: address + name, value } })

const stateOf = ({ stream, expected, actual }: Unmet) => ({
  stream,
  expected: numberOf(expected),
  actual,
})

export const refusalOf = (refusal: Refusal): Failure => {
  switch (refusal._tag) {
    case 'RevisionConflict':
      return detailed(
        status.FAILED_PRECONDITION,
        'a stream is not as expected',
        'StreamRevisionConflictErrorDetails',
        details.StreamRevisionConflictErrorDetails.encode(stateOf(refusal)),
      )
    case 'ChecksFailed':
      return detailed(
        status.FAILED_PRECONDITION,
        'a stream is not as expected',
        'AppendConsistencyViolationErrorDetails',
        details.AppendConsistencyViolationErrorDetails.encode({
          violations: refusal.failed.map((unmet) => ({
            check: unmet.check,
            state: stateOf(unmet),
          })),
        }),
      )
    case 'StreamTombstoned':
      return detailed(
        status.FAILED_PRECONDITION,
        'a stream is deleted for good',
        'StreamTombstonedErrorDetails',
        details.StreamTombstonedErrorDetails.encode({ stream: refusal.stream }),
      )
    case 'StreamTwice':
      return detailed(
        status.INVALID_ARGUMENT,
        'a session writes to a stream once',
        'StreamAlreadyInAppendSessionErrorDetails',
        details.StreamAlreadyInAppendSessionErrorDetails.encode({ stream: refusal.stream }),
      )
    case 'RecordTooLarge':
      return detailed(
        status.INVALID_ARGUMENT,
        `a record is at most ${refusal.max} bytes`,
        'AppendRecordSizeExceededErrorDetails',
        details.AppendRecordSizeExceededErrorDetails.encode(refusal),
      )
    case 'TogetherTooLarge':
      return detailed(
        status.ABORTED,
        `an append is at most ${refusal.max} bytes`,
        'AppendTransactionSizeExceededErrorDetails',
        details.AppendTransactionSizeExceededErrorDetails.encode(refusal),
      )
  }
}

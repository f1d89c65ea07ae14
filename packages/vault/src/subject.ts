/**
 * Whose data something is: `party:0192…`, `request:0192…`, or whatever else has a key of its own.
 */
import { concern, type Concern, type StreamName } from '@deskledger/kernel'

export type Subject = Concern

/** That the data of one subject is also another's: a request is its requester's. */
export interface Link {
  readonly of: Subject
  readonly to: Subject
}

/** Tells which links a new event makes; the data is as it was given. */
export type LinksOf = (event: {
  readonly stream: StreamName
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}) => ReadonlyArray<Link>

export const kindOf = (subject: string): string => subject.slice(0, subject.indexOf(':'))

/** What a stream is about: `request-0192…` is about `request:0192…`. */
export const subjectOfStream = (stream: StreamName): Subject => {
  const cut = stream.indexOf('-')
  return concern(stream.slice(0, cut), stream.slice(cut + 1))
}

/**
 * Whose a field is: the subject whose id stands in the field `of` of the same event, `partyId`. Where
 * the event has no such field, it is the subject of the stream.
 */
export const subjectOf = (
  stream: StreamName,
  data: Readonly<Record<string, unknown>>,
  of: string,
): Subject => {
  const id = data[of]
  return typeof id === 'string' ? concern(of.replace(/Id$/, ''), id) : subjectOfStream(stream)
}

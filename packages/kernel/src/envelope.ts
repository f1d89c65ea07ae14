/**
 * What surrounds an event once it is recorded. Maps one to one to CloudEvents 1.0.
 */
import type { Brand } from './codec.ts'
import type { Fact } from './event.ts'
import type { Actor, Instant } from './primitives.ts'

/** `request-0192f…`: the name of the decider and the id of the thing. */
export type StreamName = `${string}-${string}`

/** `party:0192f…`: a party, an asset or a request that an event is about, for look-ups by subject. */
export type Concern = `${string}:${string}`

/** UUIDv5 of stream, command id and index: the same command sent twice makes the same ids. */
export type EventId = string

/** A UUID chosen by whoever sends a command; the same id on the same stream is the same wish. */
export type CommandId = Brand<string, 'CommandId'>

/** Where to resume a subscription. Opaque: only the store that gave it out reads it. */
export type ResumeToken = Brand<string, 'ResumeToken'>

export interface Envelope {
  readonly id: EventId
  readonly stream: StreamName
  /** 0-based in its stream. */
  readonly revision: number
  /** Its place in the total order of this log: a safe integer, the first is 1. Gapless on the SQLite log. */
  readonly position: number
  readonly token: ResumeToken
  /** When it happened, as the event's `at` says. */
  readonly occurredAt: Instant
  /** When the store wrote it; never earlier than the event before it. */
  readonly recordedAt: Instant
  readonly concerns: ReadonlyArray<Concern>
  readonly actor: Actor
  readonly commandId: CommandId
  /** What this belongs to: the same along a whole chain of causes. */
  readonly correlationId: string
  /** The event or command that led to this one. */
  readonly causationId: string
}

/** A recorded event. Distributes over a union, so that `type` narrows `data`. */
export type RecordedEvent<Event extends Fact> = Event extends Fact
  ? Envelope & {
      readonly type: Event['type']
      readonly schemaVersion: number
      readonly data: Event['data']
    }
  : never

/** The concern for the subject of `kind` with `id`. */
export const concern = (kind: string, id: string): Concern => `${kind}:${id}`

/** The ids of the subjects of `kind` among `concerns`. */
export const concerned = (concerns: ReadonlyArray<Concern>, kind: string): ReadonlyArray<string> =>
  concerns.filter((c) => c.startsWith(`${kind}:`)).map((c) => c.slice(kind.length + 1))

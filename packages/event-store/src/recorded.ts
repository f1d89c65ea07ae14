/**
 * A recorded event as a log gives it back, its envelope opened only when somebody looks.
 *
 * A replay needs a type and data; parsing who did it and why for every event would cost as much
 * again. So the envelope stays the text it was stored as until the first look.
 */
import type {
  Actor,
  CommandId,
  Concern,
  EventId,
  Instant,
  ResumeToken,
  StreamName,
} from '@deskledger/kernel'
import { eventIdOf } from './identity.ts'
import type { Append, StoredEvent } from './port.ts'

/** What is stored beside an event's data; what equals the command's id is left out. */
interface Meta {
  readonly actor: Actor
  readonly causationId?: string
  readonly commandId: CommandId
  readonly concerns?: ReadonlyArray<Concern>
  readonly correlationId?: string
  /** Its place among the events of its command; left out for the first. */
  readonly index?: number
}

/** The canonical JSON of what surrounds each event of an append, keys in the order of `Meta`. */
export const metasOf = (append: Append): ReadonlyArray<string> => {
  const { actor, causationId, commandId, correlationId } = append
  const { kind, id, onBehalfOf, reason } = actor
  const before = JSON.stringify({
    actor: { id, kind, onBehalfOf, reason },
    causationId: causationId === commandId ? undefined : causationId,
    commandId,
  }).slice(0, -1)
  const about =
    correlationId === undefined || correlationId === commandId
      ? ''
      : `,"correlationId":${JSON.stringify(correlationId)}`
  return append.events.map(({ concerns }, index) => {
    const concerning = concerns.length === 0 ? '' : `,"concerns":${JSON.stringify(concerns)}`
    return `${before}${concerning}${about}${index === 0 ? '' : `,"index":${index}`}}`
  })
}

/** One recorded event. A class so that its envelope can be opened late; made by stores only. */
export class Recorded implements StoredEvent {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
  readonly stream: StreamName
  readonly revision: number
  readonly position: number
  readonly occurredAt: Instant
  readonly recordedAt: Instant
  readonly #metaText: string
  #meta: Meta | undefined

  constructor(
    type: string,
    schemaVersion: number,
    data: unknown,
    stream: StreamName,
    revision: number,
    position: number,
    occurredAt: Instant,
    recordedAt: Instant,
    meta: string,
  ) {
    this.type = type
    this.schemaVersion = schemaVersion
    this.data = data
    this.stream = stream
    this.revision = revision
    this.position = position
    this.occurredAt = occurredAt
    this.recordedAt = recordedAt
    this.#metaText = meta
  }

  holding(data: unknown): Recorded {
    if (data === this.data) return this
    return new Recorded(
      this.type,
      this.schemaVersion,
      data,
      this.stream,
      this.revision,
      this.position,
      this.occurredAt,
      this.recordedAt,
      this.#metaText,
    )
  }

  get #opened(): Meta {
    this.#meta ??= JSON.parse(this.#metaText) as Meta
    return this.#meta
  }
  get id(): EventId {
    return eventIdOf(this.stream, this.commandId, this.#opened.index ?? 0)
  }
  get token(): ResumeToken {
    return String(this.position) as ResumeToken
  }
  get concerns(): ReadonlyArray<Concern> {
    return this.#opened.concerns ?? []
  }
  get actor(): Actor {
    return this.#opened.actor
  }
  get commandId(): CommandId {
    return this.#opened.commandId
  }
  get correlationId(): string {
    return this.#opened.correlationId ?? this.#opened.commandId
  }
  get causationId(): string {
    return this.#opened.causationId ?? this.#opened.commandId
  }
}

/**
 * A recorded event as a log gives it back, its envelope opened only when somebody looks.
 *
 * A replay needs a type and data; fetching and parsing who did it, where and why for every event
 * would cost as much again. So the envelope stays where it is until the first look.
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

/** Where an event stands, beside its position, and when it happened. */
export interface Place {
  readonly stream: StreamName
  readonly revision: number
  readonly occurredAt: Instant
}

/** What is stored around an event's data. */
export interface Around {
  readonly recordedAt: Instant
  /** As `metasOf` makes it. */
  readonly meta: string
}

/**
 * The rest of the events of a page, given when somebody looks; `index` is the event's place among
 * them. A replay that looks at nothing but data has it never fetched.
 */
export interface Rest {
  readonly placeOf: (index: number) => Place
  readonly aroundOf: (index: number) => Around
}

/** The rest of one event, where all of it is known. */
export const known = (place: Place, around: Around): Rest => ({
  placeOf: () => place,
  aroundOf: () => around,
})

/** One recorded event. A class so that its envelope can be opened late; made by stores only. */
export class Recorded implements StoredEvent {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
  readonly position: number
  readonly #rest: Rest
  readonly #index: number
  #place: Place | undefined
  #meta: Meta | undefined

  constructor(
    type: string,
    schemaVersion: number,
    data: unknown,
    position: number,
    rest: Rest,
    index = 0,
    place?: Place,
  ) {
    this.type = type
    this.schemaVersion = schemaVersion
    this.data = data
    this.position = position
    this.#rest = rest
    this.#index = index
    this.#place = place
  }

  holding(data: unknown): Recorded {
    if (data === this.data) return this
    const { type, schemaVersion, position } = this
    return new Recorded(type, schemaVersion, data, position, this.#rest, this.#index, this.#place)
  }

  get #placed(): Place {
    this.#place ??= this.#rest.placeOf(this.#index)
    return this.#place
  }
  get #opened(): Meta {
    this.#meta ??= JSON.parse(this.#rest.aroundOf(this.#index).meta) as Meta
    return this.#meta
  }
  get stream(): StreamName {
    return this.#placed.stream
  }
  get revision(): number {
    return this.#placed.revision
  }
  get occurredAt(): Instant {
    return this.#placed.occurredAt
  }
  get recordedAt(): Instant {
    return this.#rest.aroundOf(this.#index).recordedAt
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

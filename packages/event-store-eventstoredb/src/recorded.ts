/**
 * Events of a server as the log gives them back, and why some are none of ours.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, EventId, Instant, ResumeToken, StreamName } from '@deskledger/kernel'
import type { StoredEvent } from '@deskledger/event-store'
import type { Place, Received } from './line/line.ts'
import {
  actorOf,
  concernsOf,
  isOurMetadata,
  occurredAtOf,
  recordedAtOf,
  type OurMetadata,
} from './metadata.ts'
import type { Damage } from './trouble.ts'

/** The streams of a log: those whose names begin with its prefix, without the server's own. */
export interface Streams {
  readonly prefix: string
}

/** The server writes events of its own among ours, to streams whose names begin with a dollar sign. */
const isVisible = ({ prefix }: Streams, { streamId }: Received): boolean =>
  !streamId.startsWith('$') && streamId.startsWith(prefix)

const isStreamName = (name: string): name is StreamName => name.length > 0
const isCommandId = (id: string): id is CommandId => id.length > 0

/** A recorded event. A class so that its envelope is opened when somebody looks, as in any store. */
export class ClusterEvent implements StoredEvent {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
  readonly stream: StreamName
  readonly revision: number
  readonly position: number
  readonly id: EventId
  readonly occurredAt: Instant
  readonly recordedAt: Instant
  readonly commandId: CommandId
  /** The server's own id of it. */
  readonly serverId: string
  readonly #place: Place
  readonly #metadata: OurMetadata

  constructor(fields: Fields, data: unknown, place: Place, metadata: OurMetadata) {
    this.type = fields.type
    this.schemaVersion = fields.schemaVersion
    this.data = data
    this.stream = fields.stream
    this.revision = fields.revision
    this.position = fields.position
    this.id = fields.id
    this.occurredAt = fields.occurredAt
    this.recordedAt = fields.recordedAt
    this.commandId = fields.commandId
    this.serverId = fields.serverId
    this.#place = place
    this.#metadata = metadata
  }

  holding(data: unknown): ClusterEvent {
    if (data === this.data) return this
    return new ClusterEvent(this, data, this.#place, this.#metadata)
  }

  get place(): Place {
    return this.#place
  }
  get token() {
    return tokenOf(this.#place)
  }
  get concerns() {
    return concernsOf(this.#metadata)
  }
  get actor() {
    return actorOf(this.#metadata)
  }
  get correlationId(): string {
    return this.#metadata.correlationid ?? this.commandId
  }
  get causationId(): string {
    return this.#metadata.causationid ?? this.commandId
  }
  /** The fingerprint of its command; only the first event of a command has it. */
  get fingerprint(): string | undefined {
    return this.#metadata.commandprint
  }
  /** The number of the commit that held it in the log that it was moved from. */
  get commit(): number | undefined {
    const commit = Number(this.#metadata.commitno)
    return Number.isSafeInteger(commit) ? commit : undefined
  }
}

type Fields = Pick<
  ClusterEvent,
  | 'type'
  | 'schemaVersion'
  | 'stream'
  | 'revision'
  | 'position'
  | 'id'
  | 'occurredAt'
  | 'recordedAt'
  | 'commandId'
  | 'serverId'
>

/** An event that stands among those of the log and is none. */
export interface Aside {
  /** None if the server did not say. */
  readonly place: Place | undefined
  readonly revision: number
  /** What is wrong with it; nothing if it is in a stream of others. */
  readonly damage: Damage | undefined
}

export type Arrived = ClusterEvent | Aside

/** What is kept of an event of this log while it arrives. */
export const arrivedHere =
  (streams: Streams) =>
  (event: Received): Arrived => {
    const found = toRecorded(streams, event)
    return E.isRight(found) ? found.right : aside(event, found.left)
  }

/** What is kept of an event of anybody. */
export const arrived = (streams: Streams): ((event: Received) => Arrived) => {
  const here = arrivedHere(streams)
  return (event) => (isVisible(streams, event) ? here(event) : aside(event))
}

const aside = ({ position: place, revision }: Received, damage?: Damage): Aside => ({
  place,
  revision: Number(revision),
  damage,
})

/** Whether it stands in a stream of this log. */
export const isOurs = (event: Arrived): boolean =>
  event instanceof ClusterEvent || event.damage !== undefined

/** What is damaged is of any type. */
export const hasTypeOf =
  (wanted: ReadonlySet<string>) =>
  (event: Arrived): boolean => {
    if (event instanceof ClusterEvent) return wanted.has(event.type)
    const { damage } = event
    return damage?._tag === 'ForeignEvent' ? wanted.has(damage.type) : damage !== undefined
  }

/** An event of the server as one of the log; or what it is instead. */
export const toRecorded = (
  { prefix }: Streams,
  event: Received,
): E.Either<Damage, ClusterEvent> => {
  const { metadata, streamId, type, data, isJson, position: place } = event
  const stream = streamId.slice(prefix.length)
  const [revision, position] = [Number(event.revision), safePosition(place)]
  if (place === undefined || position === undefined || !isStreamName(stream))
    return E.left({ _tag: 'UnsafePosition', stream })
  if (!Number.isSafeInteger(revision)) return E.left({ _tag: 'UnsafePosition', stream })
  const foreign = () => E.left({ _tag: 'ForeignEvent', stream, type, revision, position } as const)
  if (!isJson || !isOurMetadata(metadata)) return foreign()
  const { id = event.id, commandid: commandId, time, recordedtime } = metadata
  const [occurredAt, recordedAt] = [occurredAtOf(time), recordedAtOf(recordedtime)]
  if (occurredAt === undefined || recordedAt === undefined) return foreign()
  if (!isCommandId(commandId)) return foreign()
  const fields = {
    type,
    schemaVersion: Number(metadata.schemaversion),
    stream,
    revision,
    position,
    id,
    occurredAt,
    recordedAt,
    commandId,
    serverId: event.id,
  }
  return E.right(new ClusterEvent(fields, data, place, metadata))
}

const tokenOf = ({ commit, prepare }: Place) => `${commit}/${prepare}` as ResumeToken

/** The commit position as a number; none where a double does not hold it exactly. */
export const safePosition = (place: Place | undefined): number | undefined => {
  const position = Number(place?.commit ?? -1n)
  return Number.isSafeInteger(position) && position >= 0 ? position : undefined
}

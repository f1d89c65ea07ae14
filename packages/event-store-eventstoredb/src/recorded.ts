/**
 * Events of a server as the log gives them back, and why some are none of ours.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, EventId, Instant, ResumeToken, StreamName } from '@deskledger/kernel'
import type { StoredEvent } from '@deskledger/event-store'
import type { Place, Received } from './line/line.ts'
import { actorOf, concernsOf, instantOf, isOurs, type OurMetadata } from './metadata.ts'
import type { Damage } from './trouble.ts'

/** The streams of a log: those whose names begin with its prefix, without the server's own. */
export interface Streams {
  readonly prefix: string
}

/** The server writes events of its own among ours, to streams whose names begin with a dollar sign. */
export const isVisible = ({ prefix }: Streams, { streamId }: Received): boolean =>
  !streamId.startsWith('$') && streamId.startsWith(prefix)

const isStreamName = (name: string): name is StreamName => name.length > 0
const isCommandId = (id: string): id is CommandId => id.length > 0
const isToken = (text: string): text is ResumeToken => text.length > 0

/** A recorded event. A class so that its envelope is opened when somebody looks, as in any store. */
export class ClusterEvent implements StoredEvent {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
  readonly stream: StreamName
  readonly revision: number
  readonly position: number
  readonly token: ResumeToken
  readonly id: EventId
  readonly occurredAt: Instant
  readonly recordedAt: Instant
  readonly commandId: CommandId
  readonly #metadata: OurMetadata

  constructor(fields: Fields, metadata: OurMetadata) {
    this.type = fields.type
    this.schemaVersion = fields.schemaVersion
    this.data = fields.data
    this.stream = fields.stream
    this.revision = fields.revision
    this.position = fields.position
    this.token = fields.token
    this.id = fields.id
    this.occurredAt = fields.occurredAt
    this.recordedAt = fields.recordedAt
    this.commandId = fields.commandId
    this.#metadata = metadata
  }

  holding(data: unknown): ClusterEvent {
    if (data === this.data) return this
    return new ClusterEvent({ ...this.#fields, data }, this.#metadata)
  }

  get #fields(): Fields {
    const { type, schemaVersion, data, stream, revision, position, token, id } = this
    const { occurredAt, recordedAt, commandId } = this
    const place = { stream, revision, position, token }
    return { type, schemaVersion, data, id, occurredAt, recordedAt, commandId, ...place }
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
  | 'data'
  | 'stream'
  | 'revision'
  | 'position'
  | 'token'
  | 'id'
  | 'occurredAt'
  | 'recordedAt'
  | 'commandId'
>

/** An event of the server as one of the log; or what it is instead. */
export const toRecorded = (
  { prefix }: Streams,
  event: Received,
): E.Either<Damage, ClusterEvent> => {
  const { metadata, streamId, type, data, isJson } = event
  const stream = streamId.slice(prefix.length)
  const place = placeOf(event)
  if (place === undefined) return E.left({ _tag: 'UnsafePosition', stream })
  if (!isStreamName(stream)) return E.left({ _tag: 'UnsafePosition', stream })
  const foreign = E.left({ _tag: 'ForeignEvent', stream, type, ...place } as const)
  if (!isJson || !isOurs(metadata)) return foreign
  const occurredAt = instantOf(metadata.time)
  const recordedAt = instantOf(metadata.recordedtime)
  if (occurredAt === undefined || recordedAt === undefined) return foreign
  if (!isCommandId(metadata.commandid)) return foreign
  const token = tokenOf(event.position)
  if (!isToken(token)) return foreign
  const envelope = { occurredAt, recordedAt, commandId: metadata.commandid, token }
  const schemaVersion = Number(metadata.schemaversion)
  const id = metadata.id ?? event.id
  return E.right(
    new ClusterEvent({ type, schemaVersion, data, stream, id, ...place, ...envelope }, metadata),
  )
}

const tokenOf = (position: Place | undefined): string =>
  position === undefined ? '' : `${position.commit}/${position.prepare}`

const placeOf = ({ revision, position }: Received) => {
  const places = { revision: Number(revision), position: safePosition(position) }
  if (places.position === undefined || !Number.isSafeInteger(places.revision)) return undefined
  return { revision: places.revision, position: places.position }
}

/** The commit position as a number; none where a double does not hold it exactly. */
export const safePosition = (place: Place | undefined): number | undefined => {
  const position = Number(place?.commit ?? -1n)
  return Number.isSafeInteger(position) && position >= 0 ? position : undefined
}

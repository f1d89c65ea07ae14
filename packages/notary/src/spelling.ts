/**
 * An event as it is hashed: in the words of the log file, format 1, whichever log it comes from. See
 * the header of `schema.ts`.
 */
import { eventIdOf, uuidOf, type StoredEvent } from '@deskledger/event-store'
import type { LoggedEvent } from '@deskledger/event-store/integrity'

/** Where an event stands among those that are noted. */
export interface Standing {
  readonly position: number
  /** Its place in its commit, from 0. */
  readonly index: number
  /** Of its commit. */
  readonly recordedAt: number
  /** Of its command, where it is the first event of its commit. */
  readonly fingerprint: string
}

export const loggedOf = (event: StoredEvent, standing: Standing): LoggedEvent => {
  const { stream, revision, type, schemaVersion, occurredAt, data } = event
  const { position, index, recordedAt, fingerprint } = standing
  return {
    position,
    stream,
    revision,
    type,
    schemaVersion,
    occurredAt,
    recordedAt,
    fingerprint: index === 0 ? fingerprint : '',
    data: JSON.stringify(data) ?? 'null',
    meta: metaOf(event, index, recordedAt),
  }
}

const metaOf = (event: StoredEvent, index: number, recordedAt: number): string => {
  const { actor, commandId, causationId, correlationId, concerns, stream } = event
  const { id, kind, onBehalfOf, reason } = actor
  return JSON.stringify({
    actor: { id, kind, onBehalfOf, reason },
    causationId: unless(commandId, causationId),
    commandId,
    concerns: concerns.length === 0 ? undefined : concerns,
    correlationId: unless(commandId, correlationId),
    id: unless(eventIdOf(stream, commandId, index), event.id),
    index: unless(0, index),
    recordedAt: unless<number>(recordedAt, event.recordedAt),
  })
}

/** What goes without saying is left out. */
const unless = <A>(usual: A, found: A): A | undefined => (found === usual ? undefined : found)

/** The desk of a log that has no id of its own, by its first event. */
export const deskOfLog = ({ stream, commandId }: StoredEvent): string =>
  uuidOf(`log ${stream}/${commandId}`)

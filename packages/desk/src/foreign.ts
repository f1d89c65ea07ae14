/**
 * Events that no module of the desk knows: another program wrote them, over `deskledger serve --write`, or
 * a module that is not loaded. They are facts like any other, and nobody here can tell what of them is
 * personal; so they are shown without what they say, unless it is asked for.
 */
import type { Envelope } from '@deskledger/kernel'
import type { StoredEvent } from '@deskledger/event-store'

/** No module may name an event so. */
export const foreignType = '$foreign'

export interface ForeignEvent extends Envelope {
  readonly type: typeof foreignType
  readonly schemaVersion: number
  readonly data: {
    /** What its writer calls it. */
    readonly type: string
    /** What is stored of it, if that was asked for. Nobody has decoded it. */
    readonly raw?: unknown
  }
}

export const foreignEvent = (stored: StoredEvent, withData: boolean): ForeignEvent => ({
  id: stored.id,
  stream: stored.stream,
  revision: stored.revision,
  position: stored.position,
  token: stored.token,
  occurredAt: stored.occurredAt,
  recordedAt: stored.recordedAt,
  concerns: stored.concerns,
  actor: stored.actor,
  commandId: stored.commandId,
  correlationId: stored.correlationId,
  causationId: stored.causationId,
  schemaVersion: stored.schemaVersion,
  type: foreignType,
  data: { type: stored.type, ...(withData ? { raw: stored.data } : {}) },
})

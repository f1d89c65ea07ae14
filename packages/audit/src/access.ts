/**
 * Who was shown whose record, when and for what purpose: from the log itself, so that nobody has to
 * trust a read model for it.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { CustomerRecordShown } from '@deskledger/domain/party/events'
import { registry, type Actor } from '@deskledger/kernel'
import {
  decodeRecorded,
  toStoreError,
  type EventStore,
  type StoreError,
  type Unreadable,
} from '@deskledger/event-store'

export interface Showing {
  readonly position: number
  /** When it was shown, and when that was written down; milliseconds since 1970 UTC. */
  readonly occurredAt: number
  readonly recordedAt: number
  readonly partyId: string
  readonly to: Actor
  readonly purpose: string
  readonly parts: ReadonlyArray<string>
  readonly interactionId: string | undefined
  readonly commandId: string
}

export interface Looked {
  /** Only whose record; everybody's unless told. */
  readonly partyId?: string
  /** Only to whom, by the id of that actor; to anybody unless told. */
  readonly actorId?: string
}

const showings = registry(CustomerRecordShown)

/** Oldest first. */
export const showingsOf =
  (
    store: EventStore,
    { partyId, actorId }: Looked = {},
  ): TaskEither<
    StoreError | ({ readonly _tag: 'CannotDecode' } & Unreadable),
    ReadonlyArray<Showing>
  > =>
  async () => {
    const decode = decodeRecorded(showings)
    const found: Array<Showing> = []
    try {
      for await (const { events } of store.readAll({ types: [CustomerRecordShown.type] }))
        for (const stored of events) {
          const event = decode(stored)
          if (E.isLeft(event)) return E.left({ _tag: 'CannotDecode', ...event.left })
          const { data, position, occurredAt, recordedAt, commandId } = event.right
          if (partyId !== undefined && data.partyId !== partyId) continue
          if (actorId !== undefined && data.to.id !== actorId) continue
          const { to, purpose, parts, interactionId } = data
          const when = { position, occurredAt, recordedAt, commandId }
          found.push({ ...when, partyId: data.partyId, to, purpose, parts, interactionId })
        }
      return E.right(found)
    } catch (caught) {
      return E.left(toStoreError(caught))
    }
  }

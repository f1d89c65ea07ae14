/**
 * Recorded events with their data decoded, for those who read the whole log: projections, policies.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Fact, RecordedEvent, Registry, Undecodable } from '@deskledger/kernel'
import type { StoredEvent } from './port.ts'

/** What cannot be read, and where it stands. */
export interface Unreadable {
  readonly position: number
  readonly stream: string
  readonly revision: number
  readonly why: Undecodable
}

export const decodeRecorded =
  <Event extends Fact>(registry: Registry<Event>) =>
  (stored: StoredEvent): E.Either<Unreadable, RecordedEvent<Event>> => {
    const data = registry.dataOf(stored)
    if (E.isRight(data)) return E.right(stored.holding(data.right) as never)
    const { position, stream, revision } = stored
    return E.left({ position, stream, revision, why: data.left })
  }

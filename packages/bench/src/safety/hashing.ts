/**
 * The hashes of the chain alone: of events that are at hand, without a log.
 */
import {
  chainOf,
  chainOfDesk,
  eventHasher,
  treeFrom,
  type LoggedEvent,
} from '@deskledger/event-store/integrity'
import { noteAdded, streamOf } from '../facts/made.ts'

const desk = '0192f3a4-5b6c-7d8e-8f90-a1b2c3d4e5f6'
const meta =
  '{"actor":{"id":"agent-ana","kind":"agent"},"commandId":"0192f3a4-5b6c-7d8e-8f90-a1b2c3d4e5f6"}'

/** As it is stored. */
export const logged = (n: number): LoggedEvent => {
  const { type, data } = noteAdded(n % 500, n)
  return {
    position: n + 1,
    stream: streamOf(data),
    revision: Math.floor(n / 500),
    type,
    schemaVersion: 1,
    occurredAt: data.at,
    recordedAt: data.at,
    fingerprint: 'f'.repeat(43),
    data: JSON.stringify(data),
    meta,
  }
}

/** Hashes the events into commits of `each`; gives the chain of the last. */
export const chained = (events: ReadonlyArray<LoggedEvent>, each: number): string => {
  const hashOf = eventHasher(desk)
  let chain = chainOfDesk(desk)
  for (let from = 0; from < events.length; from += each) {
    const tree = treeFrom()
    const some = events.slice(from, from + each)
    for (const event of some) tree.add(hashOf(event))
    chain = chainOf(chain, {
      commitNo: from / each + 1,
      firstPosition: from + 1,
      lastPosition: from + some.length,
      recordedAt: some[0]?.recordedAt ?? 0,
      eventsRoot: tree.root(),
    })
  }
  return chain
}

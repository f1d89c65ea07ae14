/**
 * The log under test, through its public API alone: `handle`, `append`, `readAll` with decoding.
 */
import { isLeft, type Either } from 'fp-ts/lib/Either.js'
import {
  decodeRecorded,
  exactly,
  handle,
  type Append,
  type NewEvent,
  type StoredEvent,
} from '@deskledger/event-store'
import {
  snapshotsIn,
  sqliteEventStore,
  type SqliteEventStore,
} from '@deskledger/event-store-sqlite'
import { join } from 'node:path'
import { decider } from '../facts/decider.ts'
import { events, type Event } from '../facts/events.ts'
import { actor, clock, newCommandId } from '../facts/ids.ts'
import { escalation, type Wish } from '../facts/made.ts'
import type { Batch, Log, LogSettings } from './log.ts'

export const storeIn = (folder: string): SqliteEventStore =>
  right(sqliteEventStore({ file: join(folder, 'events.db'), clock }))

/** The answer, where nothing else is expected. */
export const right = <A>(answer: Either<{ readonly _tag: string }, A>): A => {
  if (isLeft(answer)) throw new Error(`refused: ${answer.left._tag}`)
  return answer.right
}

/** As long as one that `handle` makes. */
const fingerprint = 'f'.repeat(43)

const asNew = ({ type, data }: Event): NewEvent => ({
  type,
  schemaVersion: 1,
  data,
  occurredAt: data.at,
  concerns: [`party:${data.partyId}`],
})

const appendOf = ({ stream, version, events: facts }: Batch): Append => ({
  stream,
  expected: exactly(version),
  events: facts.map(asNew),
  commandId: newCommandId(),
  fingerprint,
  actor,
})

const keptIn = (folder: string) =>
  snapshotsIn({ file: join(folder, 'states.db'), secret: Buffer.alloc(32, 1) })

export const open = ({
  folder,
  remembers = false,
  keeps = false,
  trusts = false,
}: LogSettings): Log => {
  const store = storeIn(folder)
  const kept = keeps ? keptIn(folder) : undefined
  const settings = {
    clock,
    ...(remembers ? {} : { cachedStreams: 0 }),
    ...(kept === undefined ? {} : { snapshots: { kept, chainAt: store.chainAt } }),
  }
  const send = handle(decider, store, settings)
  const decode = decodeRecorded(events)
  const call = () => ({ actor, commandId: newCommandId() })

  const obeyed = async (wish: Wish): Promise<number> =>
    right(await send(wish, call())()).events.length

  const read = (stored: StoredEvent, each: (type: string, data: unknown) => void): void => {
    const decoded = decode(stored)
    if (isLeft(decoded)) throw new Error(`position ${decoded.left.position} cannot be read`)
    each(decoded.right.type, decoded.right.data)
  }

  return {
    obey: async (wish) => {
      if ((await obeyed(wish)) === 0) throw new Error('nothing was to be done')
    },
    append: async (batch) => {
      right(await store.append(appendOf(batch))())
    },
    load: async (request) => {
      if ((await obeyed(escalation(request))) > 0) throw new Error('it is not escalated')
    },
    replay: async (each) => {
      for await (const { events: page } of store.readAll({ isLate: true }))
        for (const stored of page)
          if (trusts) each(stored.type, stored.data)
          else read(stored, each)
    },
    close: async () => {
      kept?.close()
      right(await store.close()())
    },
  }
}

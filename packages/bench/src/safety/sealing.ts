/**
 * Appends of events with no, one and three fields of personal data, to a log that seals them: the
 * same texts in all of them, some two thirds of an event.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { exactly, type Append, type EventStore } from '@deskledger/event-store'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { event, personal, registry, text, type StreamName } from '@deskledger/kernel'
import { keyFile, openVault, sealed } from '@deskledger/vault'
import { join } from 'node:path'
import { right } from '../adapters/ours.ts'
import { PartyId } from '../facts/events.ts'
import { actor, clock, idFrom, newCommandId, second } from '../facts/ids.ts'

const words = text('words', 100)
const theirs = personal(words, 'partyId')

const Told0 = event('Told0', { partyId: PartyId, name: words, place: words, said: words })
const Told1 = event('Told1', { partyId: PartyId, name: theirs, place: words, said: words })
const Told3 = event('Told3', { partyId: PartyId, name: theirs, place: theirs, said: theirs })
const events = registry(Told0, Told1, Told3)

export type Fields = 0 | 1 | 3

export interface SealingLog {
  /** Appends `each` events about person `n`, whose stream is at revision `after`. */
  readonly append: (n: number, after: number, each: number) => Promise<void>
  readonly close: () => Promise<void>
}

export const sealingLog = async (folder: string, fields: Fields): Promise<SealingLog> => {
  const log = right(sqliteEventStore({ file: join(folder, 'events.db'), clock }))
  const opened = await openVault({
    file: join(folder, 'keys.db'),
    desk: log.deskId,
    provider: keyFile(join(folder, 'desk.key')),
    clock,
    isLogEmpty: true,
  })()
  if (isLeft(opened)) throw new Error(`no vault: ${opened.left._tag}`)
  const vault = opened.right
  const store: EventStore = sealed(log, { vault, registry: events })
  return {
    append: async (n, after, each) => {
      right(await store.append(appendOf({ n, after, each, fields }))())
    },
    close: async () => {
      right(await store.close()())
      vault.close()
    },
  }
}

const appendOf = ({
  n,
  after,
  each,
  fields,
}: {
  readonly n: number
  readonly after: number
  readonly each: number
  readonly fields: Fields
}): Append => {
  const partyId = idFrom(PartyId, 2, n)
  const stream: StreamName = `party-${partyId}`
  return {
    stream,
    expected: exactly(after),
    events: Array.from({ length: each }, (_, i) => ({
      type: `Told${fields}`,
      schemaVersion: 1,
      data: {
        partyId,
        name: 'a name of some thirty letters',
        place: 'a street and a town of some forty letters',
        said: `what was said, in some fifty letters and a number ${i}`,
        at: second(i),
      },
      occurredAt: second(i),
      concerns: [],
    })),
    commandId: newCommandId(),
    fingerprint: 'f'.repeat(43),
    actor,
  }
}

import { describe, expect, test } from '@jest/globals'
import { EventStoreDBClient } from '@eventstore/db-client'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { EventStore } from '@deskledger/event-store'
import type { Instant } from '@deskledger/kernel'
import { all, byCall, heard, noted, rejection } from '../testing/bench.ts'
import { faultyServe, type Faults } from './index.ts'

interface Bench {
  readonly client: EventStoreDBClient
  readonly faults: Faults
  readonly store: EventStore
}

const onFaulty = (work: (on: Bench) => Promise<void>) => async (): Promise<void> => {
  const store = memoryEventStore({ clock: () => Date.now() as Instant })
  const { port, faults, close } = await faultyServe({ store })
  const endpoint = { address: '127.0.0.1', port }
  const client = new EventStoreDBClient({ endpoint }, { insecure: true })
  try {
    await work({ client, faults, store })
  } finally {
    await client.dispose()
    await close()
  }
}

const headOf = async (store: EventStore) => store.head()()

describe('a server that is asked to do wrong', () => {
  test(
    'cuts the line after a commit, and takes the same events once when they come again',
    onFaulty(async ({ client, faults, store }) => {
      const subscription = client.subscribeToAll()
      await heard(subscription, 'caughtUp')
      const ended = rejection(all(subscription))
      faults.dropAfterCommit()
      const event = noted(1)
      const lost = await rejection(client.appendToStream('a-1', event, byCall))
      expect([1, 14]).toContain((lost as { readonly code: number }).code)
      expect(await ended).toBeInstanceOf(Error)
      expect(await headOf(store)).toMatchObject({ right: 1 })
      const again = await client.appendToStream('a-1', event, byCall)
      expect(again.nextExpectedRevision).toBe(0n)
      expect(await headOf(store)).toMatchObject({ right: 1 })
    }),
  )

  test(
    'says that another node leads, that it took too long, or takes long',
    onFaulty(async ({ client, faults }) => {
      await client.appendToStream('a-1', noted(0))
      faults.only('Streams/Append')
      faults.deadline()
      expect(await rejection(client.appendToStream('a-1', noted(1), byCall))).toMatchObject({
        type: 'deadline-exceeded',
      })
      faults.delay(150)
      const before = performance.now()
      await client.appendToStream('a-1', noted(1), byCall)
      expect(performance.now() - before).toBeGreaterThanOrEqual(140)
      expect(await all(client.readStream('a-1'))).toHaveLength(2)
      faults.notLeader({ host: '10.1.1.1', port: 2113 })
      expect(await rejection(client.appendToStream('a-1', noted(1), byCall))).toMatchObject({
        type: 'not-leader',
        leader: { address: '10.1.1.1', port: 2113 },
      })
    }),
  )

  test(
    'tells a live subscription that it fell behind, and that it caught up',
    onFaulty(async ({ client, faults }) => {
      const subscription = client.subscribeToAll()
      await heard(subscription, 'caughtUp')
      faults.fellBehind()
      subscription.resume()
      const said = Promise.all([heard(subscription, 'fellBehind'), heard(subscription, 'caughtUp')])
      await client.appendToStream('a-1', noted(1))
      await said
    }),
  )

  test(
    'cuts every connection, and a client comes again',
    onFaulty(async ({ client, faults }) => {
      await client.appendToStream('a-1', noted(0))
      const subscription = client.subscribeToAll({ fromPosition: 'end' })
      await heard(subscription, 'caughtUp')
      const ended = rejection(all(subscription))
      faults.cut()
      expect(await ended).toMatchObject({ name: 'Error' })
      expect(await all(client.readStream('a-1'))).toHaveLength(1)
    }),
  )
})

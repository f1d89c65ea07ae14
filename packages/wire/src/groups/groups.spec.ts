import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  eventTypeFilter,
  jsonEvent,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  type EventStoreDBClient,
  type PersistentSubscriptionToStream,
  type PersistentSubscriptionToStreamSettings,
} from '@eventstore/db-client'
import { aWhile, first, heard, noted, notes, numbers, onWire, rejection } from '../testing/bench.ts'
import { groupFile } from './file.ts'

const settings = (changes: Partial<PersistentSubscriptionToStreamSettings> = {}) =>
  persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...changes })

const join_ = async (client: EventStoreDBClient, bufferSize = 10) => {
  const subscription = client.subscribeToPersistentSubscriptionToStream('a-1', 'mail', {
    bufferSize,
  })
  await heard(subscription, 'confirmation')
  return subscription
}

/** Takes the first `n` and answers each. */
const handle = async (
  n: number,
  subscription: PersistentSubscriptionToStream,
  answer: 'ack' | 'park' | 'retry' | 'skip' = 'ack',
) => {
  const seen = []
  for await (const event of subscription) {
    seen.push({ n: numbers([event])[0], retries: event.retryCount })
    if (answer === 'ack') await subscription.ack(event)
    else await subscription.nack(answer, 'no', event)
    if (seen.length === n) break
  }
  await subscription.unsubscribe()
  await aWhile(50)
  return seen
}

const ns = (seen: ReadonlyArray<{ readonly n: unknown }>) => seen.map(({ n }) => n)

describe('a group of consumers', () => {
  test(
    'is given every event of its stream, also those to come',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(30))
      await client.createPersistentSubscriptionToStream('a-1', 'mail', settings())
      const seen = handle(35, await join_(client))
      for (const n of [30, 31, 32, 33, 34]) await client.appendToStream('a-1', noted(n))
      expect(ns(await seen)).toEqual(Array.from({ length: 35 }, (_, n) => n))
    }),
  )

  test(
    'begins where it was told to',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(5))
      await client.createPersistentSubscriptionToStream('a-1', 'mail', settings({ startFrom: 3n }))
      expect(ns(await handle(2, await join_(client)))).toEqual([3, 4])
      await client.createPersistentSubscriptionToStream(
        'a-1',
        'end',
        settings({ startFrom: 'end' }),
      )
      const end = client.subscribeToPersistentSubscriptionToStream('a-1', 'end')
      await heard(end, 'confirmation')
      const seen = handle(1, end)
      await client.appendToStream('a-1', noted(5))
      expect(ns(await seen)).toEqual([5])
    }),
  )

  test(
    'shares the events between those who have joined, each to one of them',
    onWire(async ({ client, another }) => {
      await client.createPersistentSubscriptionToStream('a-1', 'mail', settings())
      const members = [await join_(client), await join_(another())]
      const seen = members.map((member) => handle(10, member))
      await client.appendToStream('a-1', notes(20))
      const both = (await Promise.all(seen)).flatMap(ns)
      expect(both.toSorted((a, b) => Number(a) - Number(b))).toEqual(
        Array.from({ length: 20 }, (_, n) => n),
      )
    }),
  )

  test(
    'goes on behind what was answered when a consumer comes back',
    onWire(async ({ client, another }) => {
      await client.appendToStream('a-1', notes(6))
      await client.createPersistentSubscriptionToStream('a-1', 'mail', settings())
      const one = await join_(client)
      await handle(2, one)
      expect(ns(await handle(4, await join_(another())))).toEqual([2, 3, 4, 5])
    }),
  )

  test(
    'sends again what was not answered in time, and puts it aside after so many times',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(1))
      const impatient = settings({ messageTimeout: 40, maxRetryCount: 2 })
      await client.createPersistentSubscriptionToStream('a-1', 'mail', impatient)
      const seen = await first(3, await join_(client))
      expect(seen.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2])
      await aWhile(200)
      const { stats } = await client.getPersistentSubscriptionToStreamInfo('a-1', 'mail')
      expect(stats).toMatchObject({ parkedMessageCount: 1n, lastCheckpointedEventRevision: 0n })
    }),
  )

  test(
    'sends again what a consumer wants again, and not what it skips',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(2))
      await client.createPersistentSubscriptionToStream('a-1', 'mail', settings())
      const subscription = await join_(client, 1)
      expect(await handle(1, subscription, 'retry')).toEqual([{ n: 0, retries: 0 }])
      const again = await join_(client, 1)
      expect(await handle(1, again, 'skip')).toEqual([{ n: 0, retries: 1 }])
      expect(ns(await handle(1, await join_(client, 1)))).toEqual([1])
    }),
  )

  test(
    'puts aside what cannot be handled, and gives it out again when it is told to',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(3))
      await client.createPersistentSubscriptionToStream('a-1', 'mail', settings())
      const parked = async () =>
        (await client.getPersistentSubscriptionToStreamInfo('a-1', 'mail')).stats.parkedMessageCount
      await handle(3, await join_(client), 'park')
      expect(await parked()).toBe(3n)
      await client.replayParkedMessagesToStream('a-1', 'mail', { stopAt: 2 })
      expect(ns(await handle(2, await join_(client)))).toEqual([0, 1])
      expect(await parked()).toBe(1n)
      await client.replayParkedMessagesToStream('a-1', 'mail')
      expect(ns(await handle(1, await join_(client)))).toEqual([2])
      expect(await parked()).toBe(0n)
    }),
  )

  test(
    'has as many consumers as it may have, and each has as many events as it asked for',
    onWire(async ({ client, another }) => {
      await client.appendToStream('a-1', notes(20))
      const narrow = settings({ maxSubscriberCount: 1 })
      await client.createPersistentSubscriptionToStream('a-1', 'mail', narrow)
      const subscription = await join_(client, 4)
      await aWhile(100)
      const info = await client.getPersistentSubscriptionToStreamInfo('a-1', 'mail')
      expect(info.connections).toMatchObject([{ inFlightMessages: 4, availableSlots: 0 }])
      const other = another().subscribeToPersistentSubscriptionToStream('a-1', 'mail')
      expect(await rejection(first(1, other))).toMatchObject({
        type: 'maximum-subscribers-reached',
        groupName: 'mail',
      })
      await subscription.unsubscribe()
    }),
  )

  test(
    'may be of the whole log, filtered',
    onWire(async ({ client }) => {
      const other = jsonEvent({ type: 'Other', data: {} })
      await client.appendToStream('a-1', [noted(0), other])
      await client.appendToStream('b-1', [other, noted(1)])
      const filter = eventTypeFilter({ prefixes: ['Noted'] })
      const of = persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START })
      await client.createPersistentSubscriptionToAll('all', of, { filter })
      const subscription = client.subscribeToPersistentSubscriptionToAll('all')
      const seen = handle(3, subscription)
      await client.appendToStream('c-1', [other, noted(2)])
      expect(ns(await seen)).toEqual([0, 1, 2])
      const { eventSource } = await client.getPersistentSubscriptionToAllInfo('all')
      expect(eventSource).toBe('$all')
    }),
  )
})

describe('groups', () => {
  test(
    'are made once, changed, listed, and removed',
    onWire(async ({ client }) => {
      const missing = { type: 'persistent-subscription-does-not-exist', groupName: 'mail' }
      const change = settings({ maxRetryCount: 3 })
      expect(
        await rejection(client.updatePersistentSubscriptionToStream('a-1', 'mail', change)),
      ).toMatchObject(missing)
      await client.createPersistentSubscriptionToStream('a-1', 'mail', settings())
      expect(
        await rejection(client.createPersistentSubscriptionToStream('a-1', 'mail', settings())),
      ).toMatchObject({ type: 'persistent-subscription-exists', streamName: 'a-1' })
      await client.updatePersistentSubscriptionToStream('a-1', 'mail', change)
      const info = await client.getPersistentSubscriptionToStreamInfo('a-1', 'mail')
      expect(info).toMatchObject({ groupName: 'mail', settings: { maxRetryCount: 3 } })
      expect(await client.listAllPersistentSubscriptions()).toHaveLength(1)
      expect(await client.listPersistentSubscriptionsToStream('a-1')).toHaveLength(1)
      await client.deletePersistentSubscriptionToStream('a-1', 'mail')
      expect(await client.listAllPersistentSubscriptions()).toEqual([])
      expect(
        await rejection(client.deletePersistentSubscriptionToStream('a-1', 'mail')),
      ).toMatchObject(missing)
      expect(
        await rejection(first(1, client.subscribeToPersistentSubscriptionToStream('a-1', 'mail'))),
      ).toMatchObject(missing)
    }),
  )

  test(
    'that are removed let go of their consumers, who are told',
    onWire(async ({ client }) => {
      await client.createPersistentSubscriptionToStream('a-1', 'mail', settings())
      const subscription = await join_(client)
      const ended = rejection(first(1, subscription))
      await client.deletePersistentSubscriptionToStream('a-1', 'mail')
      expect(await ended).toMatchObject({ type: 'persistent-subscription-dropped' })
    }),
  )

  test('outlive the server in a file, with what they put aside', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskledger-groups-'))
    const file = join(folder, 'groups.db')
    const put = async ({ client }: { readonly client: EventStoreDBClient }, n: number) => {
      await client.appendToStream('a-1', notes(4, n))
    }
    await onWire(
      async (on) => {
        await put(on, 0)
        await on.client.createPersistentSubscriptionToStream('a-1', 'mail', settings())
        const subscription = await join_(on.client, 1)
        await handle(1, subscription, 'park')
        await handle(2, await join_(on.client, 1))
      },
      { groups: groupFile(file) },
    )()
    await onWire(
      async (on) => {
        await put(on, 0)
        const { stats } = await on.client.getPersistentSubscriptionToStreamInfo('a-1', 'mail')
        expect(stats).toMatchObject({ parkedMessageCount: 1n, lastCheckpointedEventRevision: 2n })
        const [next] = await handle(1, await join_(on.client, 1))
        expect(next?.n).toBe(3)
      },
      { groups: groupFile(file) },
    )()
    rmSync(folder, { recursive: true, force: true })
  })
})

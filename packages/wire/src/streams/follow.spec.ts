import { describe, expect, test } from '@jest/globals'
import {
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  streamNameFilter,
  type EventStoreDBClient,
  type Filter,
} from '@eventstore/db-client'
import {
  aWhile,
  all,
  first,
  heard,
  noted,
  notes,
  numbers,
  onWire,
  rejection,
} from '../testing/bench.ts'

const upTo = (n: number, from = 0) => Array.from({ length: n - from }, (_, i) => from + i)

describe('a subscription to a stream', () => {
  test(
    'has what was recorded, says that it caught up, and goes on',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(250))
      const subscription = client.subscribeToStream('a-1')
      const caughtUp = heard(subscription, 'caughtUp')
      const seen = first(255, subscription)
      await caughtUp
      for (const n of upTo(255, 250)) {
        await client.appendToStream('b-1', noted(-1))
        await client.appendToStream('a-1', noted(n))
      }
      expect(numbers(await seen)).toEqual(upTo(255))
    }),
  )

  test(
    'begins behind a revision, or at the end',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(3))
      const behind = first(2, client.subscribeToStream('a-1', { fromRevision: 1n }))
      const end = client.subscribeToStream('a-1', { fromRevision: 'end' })
      const caughtUp = heard(end, 'caughtUp')
      const latest = first(1, end)
      await caughtUp
      await client.appendToStream('a-1', noted(3))
      expect(numbers(await behind)).toEqual([2, 3])
      expect(numbers(await latest)).toEqual([3])
    }),
  )

  test(
    'may wait for a stream that nobody has written to',
    onWire(async ({ client }) => {
      const subscription = client.subscribeToStream('a-1')
      const caughtUp = heard(subscription, 'caughtUp')
      const seen = first(1, subscription)
      await caughtUp
      await client.appendToStream('a-1', noted(1))
      expect(numbers(await seen)).toEqual([1])
    }),
  )

  test(
    'from history to the present has no gap and nothing twice',
    onWire(async ({ client, another }) => {
      await client.appendToStream('a-1', notes(300))
      const seen = first(600, another().subscribeToStream('a-1'))
      for (const n of upTo(600, 300)) await client.appendToStream('a-1', noted(n))
      expect(numbers(await seen)).toEqual(upTo(600))
    }),
  )
})

describe('a subscription to the whole log', () => {
  test(
    'has what was recorded in order, says that it caught up, and goes on',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(120))
      const subscription = client.subscribeToAll()
      const caughtUp = heard(subscription, 'caughtUp')
      const seen = first(130, subscription)
      await caughtUp
      for (const n of upTo(130, 120)) await client.appendToStream(`b-${n}`, noted(n))
      expect(numbers(await seen)).toEqual(upTo(130))
    }),
  )

  test(
    'of an empty log has caught up at once, and begins behind a position or at the end',
    onWire(async ({ client }) => {
      const subscription = client.subscribeToAll()
      await Promise.all([heard(subscription, 'caughtUp'), heard(subscription, 'confirmation')])
      await subscription.unsubscribe()
      await client.appendToStream('a-1', notes(3))
      const fromPosition = { commit: 2n, prepare: 2n }
      const behind = first(2, client.subscribeToAll({ fromPosition }))
      const end = client.subscribeToAll({ fromPosition: 'end' })
      const caughtUp = heard(end, 'caughtUp')
      const latest = first(1, end)
      await caughtUp
      await client.appendToStream('a-1', noted(3))
      expect(numbers(await behind)).toEqual([2, 3])
      expect(numbers(await latest)).toEqual([3])
    }),
  )

  test(
    'that is read slowly holds nobody up and misses nothing',
    onWire(async ({ client, another, store }) => {
      const text = 'x'.repeat(10_000)
      const big = (n: number) => jsonEvent({ type: 'Big', data: { n, text } })
      const subscription = another().subscribeToAll()
      await heard(subscription, 'confirmation')
      subscription.pause()
      for (const n of upTo(40))
        await client.appendToStream(
          'a-1',
          Array.from({ length: 50 }, (_, i) => big(50 * n + i)),
        )
      expect(await store.head()()).toMatchObject({ right: 2_000 })
      expect(numbers(await first(2_000, subscription))).toEqual(upTo(2_000))
    }),
    30_000,
  )

  test(
    'is told when it fell behind, and when it caught up again',
    onWire(
      async ({ client, another }) => {
        const subscription = another().subscribeToAll()
        const said: Array<string> = []
        subscription.on('caughtUp', () => said.push('caughtUp'))
        subscription.on('fellBehind', () => said.push('fellBehind'))
        await heard(subscription, 'caughtUp')
        const seen = first(3_000, subscription)
        await client.appendToStream('a-1', notes(3_000))
        await seen
        expect(said.slice(0, 2)).toEqual(['caughtUp', 'fellBehind'])
      },
      { fellBehindAt: 100 },
    ),
  )

  test(
    'ends with an error when the server closes, so that a client comes again',
    onWire(async ({ client, served }) => {
      const subscription = client.subscribeToAll()
      await heard(subscription, 'confirmation')
      const ended = rejection(all(subscription))
      await served.close()
      expect(await ended).toMatchObject({ type: 'unavailable' })
    }),
  )
})

describe('a filter', () => {
  const seenBy = async (client: EventStoreDBClient, filter: Filter, n: number) =>
    (await first(n, client.subscribeToAll({ filter }))).map(
      ({ event }) => `${event?.streamId} ${event?.type}`,
    )

  test(
    'lets through what begins with a prefix or fits an expression, by stream or by type',
    onWire(async ({ client }) => {
      const other = jsonEvent({ type: 'Other', data: {} })
      await client.appendToStream('a-1', [noted(1), other])
      await client.appendToStream('b-1', [noted(2), other])
      await client.setStreamMetadata('a-1', { maxCount: 10 })
      await client.appendToStream('b-2', noted(3))
      expect(await seenBy(client, streamNameFilter({ prefixes: ['b-', 'c-'] }), 3)).toEqual([
        'b-1 Noted',
        'b-1 Other',
        'b-2 Noted',
      ])
      expect(await seenBy(client, streamNameFilter({ regex: '-1$' }), 5)).toContain(
        '$$a-1 $metadata',
      )
      expect(await seenBy(client, eventTypeFilter({ prefixes: ['Oth'] }), 2)).toEqual([
        'a-1 Other',
        'b-1 Other',
      ])
      expect(await seenBy(client, eventTypeFilter({ regex: '^(?!Other)[A-Z]' }), 3)).toHaveLength(3)
      expect(await seenBy(client, excludeSystemEvents(), 5)).not.toContain('$$a-1 $metadata')
    }),
  )

  test(
    'that is no expression is refused',
    onWire(async ({ client }) => {
      const subscription = client.subscribeToAll({ filter: eventTypeFilter({ regex: '(' }) })
      expect(await rejection(all(subscription))).toMatchObject({ code: 3 })
    }),
  )

  test(
    'has checkpoints after each window, wanted or not, and where it caught up',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(105))
      const checkpoints: Array<number> = []
      const filter = streamNameFilter({
        prefixes: ['b-'],
        maxSearchWindow: 10,
        checkpointInterval: 2,
        checkpointReached: (_, { commit }) => void checkpoints.push(Number(commit)),
      })
      const subscription = client.subscribeToAll({ filter })
      const caughtUp = heard(subscription, 'caughtUp')
      const seen = first(1, subscription)
      await caughtUp
      expect(checkpoints).toEqual([20, 40, 60, 80, 100, 105])
      await client.appendToStream('a-1', notes(20))
      await aWhile(100)
      expect(checkpoints.at(-1)).toBe(120)
      await client.appendToStream('b-1', noted(7))
      expect(numbers(await seen)).toEqual([7])
    }),
  )
})

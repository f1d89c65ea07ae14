import { describe, expect, test } from '@jest/globals'
import { binaryEvent, jsonEvent } from '@eventstore/db-client'
import { all, first, heard, noted, numbers, onWire, rejection } from '../testing/bench.ts'

const other = jsonEvent({ type: 'Other', data: {} })
const resolved = { resolveLinkTos: true } as const

describe('the links to a category', () => {
  test(
    'lead to the events of all its streams, numbered in the order of the log',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', noted(0))
      await client.appendToStream('ab-1', noted(-1))
      await client.appendToStream('a-2', [noted(1), noted(2)])
      await client.appendToStream('a-1', noted(3))
      const links = await all(client.readStream('$ce-a', resolved))
      expect(numbers(links)).toEqual([0, 1, 2, 3])
      expect(links.map(({ link }) => link?.revision)).toEqual([0n, 1n, 2n, 3n])
      expect(links[3]).toMatchObject({
        event: { streamId: 'a-1', revision: 1n },
        link: { streamId: '$ce-a', type: '$>' },
      })
    }),
  )

  test(
    'are links where nobody asks for what they lead to',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', [noted(0), noted(1)])
      const [, link] = await all(client.readStream('$ce-a'))
      expect(link?.event).toMatchObject({ streamId: '$ce-a', type: '$>', revision: 1n })
      expect(Buffer.from(link?.event?.data as Uint8Array).toString()).toBe('1@a-1')
      expect(link?.link).toBeUndefined()
    }),
  )

  test(
    'are read from a number on, and backwards',
    onWire(async ({ client }) => {
      for (const n of [0, 1, 2, 3, 4]) await client.appendToStream(`a-${n % 2}`, noted(n))
      const read = async (how: object) =>
        numbers(await all(client.readStream('$ce-a', { ...resolved, ...how })))
      expect(await read({ fromRevision: 3n })).toEqual([3, 4])
      expect(await read({ fromRevision: 1n, maxCount: 2 })).toEqual([1, 2])
      expect(await read({ direction: 'backwards', fromRevision: 'end' })).toEqual([4, 3, 2, 1, 0])
      expect(await read({ direction: 'backwards', fromRevision: 1n })).toEqual([1, 0])
    }),
  )

  test(
    'are followed',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', [noted(0), noted(1)])
      const subscription = client.subscribeToStream('$ce-a', { ...resolved, fromRevision: 0n })
      const caughtUp = heard(subscription, 'caughtUp')
      const seen = first(3, subscription)
      await caughtUp
      await client.appendToStream('b-1', noted(-1))
      await client.appendToStream('a-2', [noted(2), noted(3)])
      expect(numbers(await seen)).toEqual([1, 2, 3])
    }),
  )

  test(
    'of which there are none are not found, and nobody writes to them',
    onWire(async ({ client }) => {
      const error = await rejection(all(client.readStream('$ce-a')))
      expect(error).toMatchObject({ type: 'stream-not-found' })
      expect(await rejection(client.appendToStream('$ce-a', noted(0)))).toMatchObject({
        type: 'access-denied',
      })
    }),
  )
})

test(
  'the links to a type lead to the events of that type',
  onWire(async ({ client }) => {
    await client.appendToStream('a-1', [noted(0), other, noted(1)])
    await client.appendToStream('b-1', [other, noted(2)])
    expect(numbers(await all(client.readStream('$et-Noted', resolved)))).toEqual([0, 1, 2])
    expect(await all(client.readStream('$et-Other', resolved))).toHaveLength(2)
  }),
)

test(
  'a link that somebody wrote leads to an event, if it is there',
  onWire(async ({ client }) => {
    const linkTo = (text: string) => binaryEvent({ type: '$>', data: Buffer.from(text) })
    await client.appendToStream('a-1', [noted(0), noted(1)])
    await client.appendToStream('mine-1', [linkTo('1@a-1'), linkTo('7@a-1'), linkTo('x')])
    const [one, missing, wrong] = await all(client.readStream('mine-1', resolved))
    expect(one).toMatchObject({ event: { streamId: 'a-1', revision: 1n }, link: { revision: 0n } })
    expect([missing?.event, wrong?.event]).toEqual([undefined, undefined])
    const subscribed = await first(1, client.subscribeToStream('mine-1', resolved))
    expect(numbers(subscribed)).toEqual([1])
    const [plain] = await all(client.readStream('mine-1'))
    expect(plain?.event?.type).toBe('$>')
  }),
)

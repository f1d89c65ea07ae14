import { describe, expect, test } from '@jest/globals'
import type { EventStoreDBClient } from '@eventstore/db-client'
import type { Instant } from '@deskledger/kernel'
import { all, first, noted, notes, numbers, onWire, rejection } from '../testing/bench.ts'

const read = async (client: EventStoreDBClient, stream = 'a-1') =>
  numbers(await all(client.readStream(stream)))

describe('a deleted stream', () => {
  test(
    'is not found, and its events stay in the log',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(3))
      const { position } = await client.deleteStream('a-1')
      expect(position?.commit).toBe(4n)
      expect(await rejection(read(client))).toMatchObject({ type: 'stream-not-found' })
      expect(numbers(await all(client.readAll())).slice(0, 3)).toEqual([0, 1, 2])
    }),
  )

  test.each(['no_stream', 'any', 2n] as const)(
    'may begin anew behind what it had, if it is expected to be %s',
    (expectedRevision) =>
      onWire(async ({ client }) => {
        await client.appendToStream('a-1', notes(3))
        await client.deleteStream('a-1')
        const again = await client.appendToStream('a-1', noted(3), { expectedRevision })
        expect(again.nextExpectedRevision).toBe(3n)
        expect(await read(client)).toEqual([3])
        await client.appendToStream('a-1', noted(4), { expectedRevision: 3n })
        expect(await read(client)).toEqual([3, 4])
        const down = client.readStream('a-1', { direction: 'backwards', fromRevision: 'end' })
        expect(numbers(await all(down))).toEqual([4, 3])
      })(),
  )

  test(
    'does not exist, for whoever expects that it does',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(3))
      await client.deleteStream('a-1')
      for (const expectedRevision of ['stream_exists', 1n] as const) {
        const error = await rejection(client.appendToStream('a-1', noted(9), { expectedRevision }))
        expect(error).toMatchObject({ type: 'wrong-expected-version' })
      }
      expect(await rejection(read(client))).toMatchObject({ type: 'stream-not-found' })
    }),
  )

  test(
    'is only deleted if it is as expected',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(3))
      for (const expectedRevision of ['no_stream', 1n] as const) {
        const error = await rejection(client.deleteStream('a-1', { expectedRevision }))
        expect(error).toMatchObject({
          type: 'wrong-expected-version',
          streamName: 'a-1',
          actualVersion: 2n,
        })
      }
      expect(await read(client)).toEqual([0, 1, 2])
      await client.deleteStream('a-1', { expectedRevision: 2n })
      expect(await rejection(read(client))).toMatchObject({ type: 'stream-not-found' })
    }),
  )
})

describe('a tombstoned stream', () => {
  test(
    'is deleted for ever: nobody reads it, writes to it or subscribes to it',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(3))
      await client.tombstoneStream('a-1')
      const gone = { type: 'stream-deleted', streamName: 'a-1' }
      expect(await rejection(read(client))).toMatchObject(gone)
      expect(await rejection(client.appendToStream('a-1', noted(1)))).toMatchObject(gone)
      const credentials = { username: 'ana', password: 'x' }
      expect(
        await rejection(client.appendToStream('a-1', noted(1), { credentials })),
      ).toMatchObject(gone)
      expect(await rejection(client.deleteStream('a-1'))).toMatchObject(gone)
      expect(await rejection(all(client.subscribeToStream('a-1')))).toMatchObject(gone)
    }),
  )
})

describe("a stream's metadata", () => {
  test(
    'is what was said last, and nothing before',
    onWire(async ({ client }) => {
      expect(await client.getStreamMetadata('a-1')).toEqual({ streamName: 'a-1' })
      await client.setStreamMetadata('a-1', { maxCount: 2, team: 'north' })
      await client.setStreamMetadata('a-1', { maxCount: 3, team: 'south' })
      const { metadata } = await client.getStreamMetadata('a-1')
      expect(metadata).toEqual({ maxCount: 3, team: 'south' })
    }),
  )

  test(
    'limits how many events are shown, forwards, backwards and to subscribers',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(5))
      await client.setStreamMetadata('a-1', { maxCount: 2 })
      expect(await read(client)).toEqual([3, 4])
      const down = client.readStream('a-1', { direction: 'backwards', fromRevision: 'end' })
      expect(numbers(await all(down))).toEqual([4, 3])
      expect(numbers(await first(2, client.subscribeToStream('a-1')))).toEqual([3, 4])
    }),
  )

  test(
    'says from which revision on a stream is shown',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(5))
      await client.setStreamMetadata('a-1', { truncateBefore: 3 })
      expect(await read(client)).toEqual([3, 4])
      await client.setStreamMetadata('a-1', { truncateBefore: 5 })
      expect(await rejection(read(client))).toMatchObject({ type: 'stream-not-found' })
      const next = await client.appendToStream('a-1', noted(5), { expectedRevision: 4n })
      expect(next.nextExpectedRevision).toBe(5n)
    }),
  )

  test('limits how old an event may be that is shown', async () => {
    let ahead = 0
    const clock = () => (Date.now() + ahead) as Instant
    await onWire(
      async ({ client }) => {
        await client.appendToStream('a-1', notes(2))
        await client.setStreamMetadata('a-1', { maxAge: 60 })
        expect(await read(client)).toEqual([0, 1])
        ahead = 61_000
        expect(await read(client)).toEqual([])
      },
      { clock },
    )()
  })
})

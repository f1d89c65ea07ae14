import { describe, expect, test } from '@jest/globals'
import { StreamNotFoundError, type ResolvedEvent } from '@eventstore/db-client'
import { all, notes, numbers, onWire, rejection } from '../testing/bench.ts'

const down = { direction: 'backwards' } as const

describe('a stream', () => {
  test(
    'that nobody wrote to is not found, forwards and backwards',
    onWire(async ({ client }) => {
      for (const how of [{}, down]) {
        const error = await rejection(all(client.readStream('a-1', how)))
        expect(error).toBeInstanceOf(StreamNotFoundError)
        expect(error).toMatchObject({ streamName: 'a-1' })
      }
    }),
  )

  test(
    'is read from a revision, which is included, for so many events',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(5))
      const read = async (how: object) => numbers(await all(client.readStream('a-1', how)))
      expect(await read({})).toEqual([0, 1, 2, 3, 4])
      expect(await read({ fromRevision: 3n })).toEqual([3, 4])
      expect(await read({ fromRevision: 1n, maxCount: 2 })).toEqual([1, 2])
      expect(await read({ fromRevision: 9n })).toEqual([])
      expect(await read({ fromRevision: 'end' })).toEqual([])
      expect(await read({ ...down, fromRevision: 'end' })).toEqual([4, 3, 2, 1, 0])
      expect(await read({ ...down, fromRevision: 2n })).toEqual([2, 1, 0])
      expect(await read({ ...down, fromRevision: 9n, maxCount: 2 })).toEqual([4, 3])
      expect(await read({ ...down, fromRevision: 'start' })).toEqual([0])
    }),
  )

  test(
    'of thousands of events has its end found from behind',
    onWire(async ({ client }) => {
      for (let n = 0; n < 3_300; n += 1_100) await client.appendToStream('a-1', notes(1_100, n))
      const last = await all(
        client.readStream('a-1', { ...down, fromRevision: 'end', maxCount: 1 }),
      )
      expect(numbers(last)).toEqual([3_299])
      const whole = await all(client.readStream('a-1', { ...down, fromRevision: 'end' }))
      expect(numbers(whole)).toEqual(Array.from({ length: 3_300 }, (_, n) => 3_299 - n))
    }),
  )
})

describe('the whole log', () => {
  const commits = (events: ReadonlyArray<ResolvedEvent>) =>
    events.map(({ event }) => Number(event?.position?.commit))

  test(
    'is read from a position, which is included forwards and not backwards',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(2))
      await client.appendToStream('b-1', notes(2))
      const read = async (how: object) => commits(await all(client.readAll(how)))
      const fromPosition = { commit: 3n, prepare: 3n }
      expect(await read({})).toEqual([1, 2, 3, 4])
      expect(await read({ maxCount: 2 })).toEqual([1, 2])
      expect(await read({ fromPosition })).toEqual([3, 4])
      expect(await read({ fromPosition: 'end' })).toEqual([])
      expect(await read({ ...down, fromPosition: 'end' })).toEqual([4, 3, 2, 1])
      expect(await read({ ...down, fromPosition })).toEqual([2, 1])
      expect(await read({ ...down, fromPosition: 'start' })).toEqual([])
    }),
  )

  test(
    'is empty before anything is written',
    onWire(async ({ client }) => {
      expect(await all(client.readAll())).toEqual([])
      expect(await all(client.readAll({ ...down, fromPosition: 'end' }))).toEqual([])
    }),
  )

  test(
    'is read to its end backwards, however long it is',
    onWire(async ({ client }) => {
      for (let n = 0; n < 1_200; n += 400) await client.appendToStream(`a-${n}`, notes(400, n))
      const whole = await all(client.readAll({ ...down, fromPosition: 'end' }))
      expect(commits(whole)).toEqual(Array.from({ length: 1_200 }, (_, n) => 1_200 - n))
    }),
  )
})

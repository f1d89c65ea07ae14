import { randomUUID } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import {
  binaryEvent,
  jsonEvent,
  MaxAppendSizeExceededError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import { all, byBatch, byCall, noted, notes, numbers, onWire, rejection } from '../testing/bench.ts'

const bytesIn = (u: unknown): ReadonlyArray<number> => [...(u as Uint8Array)]

const ways = [
  ['by batch', byBatch],
  ['by a call of its own', byCall],
] as const

describe.each(ways)('an append %s', (_, how) => {
  test(
    'is read back as it was written',
    onWire(async ({ client }) => {
      const id = randomUUID()
      const event = jsonEvent({
        id,
        type: 'CallTaken',
        data: { line: 'Ñandú', minutes: 1.5, lines: [null, true] },
        metadata: { source: 'pbx' },
      })
      const appended = await client.appendToStream('pbx-1', event, how)
      expect(appended).toEqual({
        success: true,
        nextExpectedRevision: 0n,
        position: { commit: 1n, prepare: 1n },
      })
      const [read] = await all(client.readStream('pbx-1'))
      expect(read?.event).toMatchObject({
        id,
        streamId: 'pbx-1',
        revision: 0n,
        type: 'CallTaken',
        isJson: true,
        data: { line: 'Ñandú', minutes: 1.5, lines: [null, true] },
        metadata: { source: 'pbx' },
        position: { commit: 1n, prepare: 1n },
      })
      const age = Date.now() - Number(read?.event?.created)
      expect(age).toBeGreaterThanOrEqual(0)
      expect(age).toBeLessThan(60_000)
    }),
  )

  test(
    'may be of several events, all of them or none',
    onWire(async ({ client }) => {
      const { nextExpectedRevision } = await client.appendToStream('a-1', notes(250), how)
      expect(nextExpectedRevision).toBe(249n)
      expect(numbers(await all(client.readStream('a-1')))).toEqual(
        Array.from({ length: 250 }, (_, n) => n),
      )
    }),
  )

  test(
    'may be of bytes',
    onWire(async ({ client }) => {
      const data = Uint8Array.from([0, 255, 128, 36])
      const event = binaryEvent({ type: 'Scan', data, metadata: Uint8Array.from([1, 200]) })
      await client.appendToStream('scan-1', event, how)
      const [read] = await all(client.readStream('scan-1'))
      expect(read?.event).toMatchObject({ isJson: false, type: 'Scan' })
      expect(bytesIn(read?.event?.data)).toEqual([0, 255, 128, 36])
      expect(bytesIn(read?.event?.metadata)).toEqual([1, 200])
    }),
  )

  test(
    'is refused where the stream is not as expected, and says what it is',
    onWire(async ({ client }) => {
      await client.appendToStream('a-1', notes(3), { ...how, expectedRevision: 'no_stream' })
      const refused = async (
        stream: string,
        expectedRevision: bigint | 'no_stream' | 'stream_exists',
      ) => {
        const error = await rejection(
          client.appendToStream(stream, noted(9), { ...how, expectedRevision }),
        )
        expect(error).toBeInstanceOf(WrongExpectedVersionError)
        const { streamName, expectedVersion, actualVersion } = error as WrongExpectedVersionError
        return { streamName, expectedVersion, actualVersion }
      }
      expect(await refused('a-1', 'no_stream')).toEqual({
        streamName: 'a-1',
        expectedVersion: 'no_stream',
        actualVersion: 2n,
      })
      expect(await refused('a-1', 1n)).toMatchObject({ expectedVersion: 1n, actualVersion: 2n })
      expect(await refused('a-1', 3n)).toMatchObject({ expectedVersion: 3n, actualVersion: 2n })
      expect(await refused('b-1', 'stream_exists')).toMatchObject({
        expectedVersion: 'stream_exists',
        actualVersion: 'no_stream',
      })
      expect(await refused('b-1', 0n)).toMatchObject({ actualVersion: 'no_stream' })
      expect(numbers(await all(client.readStream('a-1')))).toEqual([0, 1, 2])
    }),
  )

  test(
    'is taken where the stream is as expected',
    onWire(async ({ client }) => {
      const append = (
        n: number,
        expectedRevision: bigint | 'any' | 'no_stream' | 'stream_exists',
      ) => client.appendToStream('a-1', noted(n), { ...how, expectedRevision })
      await append(0, 'no_stream')
      await append(1, 0n)
      await append(2, 'stream_exists')
      const last = await append(3, 'any')
      expect(last.nextExpectedRevision).toBe(3n)
    }),
  )

  test.each(['any', 'no_stream', -1] as const)(
    'that is sent again is one append, if the stream was expected to be %s',
    (expected) =>
      onWire(async ({ client }) => {
        const expectedRevision = expected === -1 ? 0n : expected
        if (expected === -1) await client.appendToStream('a-1', noted(7), how)
        const events = notes(2)
        const once = await client.appendToStream('a-1', events, { ...how, expectedRevision })
        await client.appendToStream('a-2', noted(0), how)
        const again = await client.appendToStream('a-1', events, { ...how, expectedRevision })
        expect(again).toEqual(once)
        expect(await all(client.readStream('a-1'))).toHaveLength(expected === -1 ? 3 : 2)
      })(),
  )

  test(
    'that is sent again for another place is refused',
    onWire(async ({ client }) => {
      const event = noted(1)
      await client.appendToStream('a-1', [noted(0)], how)
      await client.appendToStream('a-1', event, { ...how, expectedRevision: 0n })
      const error = await rejection(
        client.appendToStream('a-1', event, { ...how, expectedRevision: 1n }),
      )
      expect(error).toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n })
    }),
  )

  test(
    'that is sent again in smaller parts is one append',
    onWire(async ({ client }) => {
      const [one, two] = [noted(1), noted(2)]
      await client.appendToStream('a-1', [one, two], { ...how, expectedRevision: 'no_stream' })
      await client.appendToStream('a-1', two, { ...how, expectedRevision: 0n })
      const error = await rejection(
        client.appendToStream('a-1', [one, noted(3)], { ...how, expectedRevision: 'no_stream' }),
      )
      expect(error).toMatchObject({ type: 'wrong-expected-version' })
      expect(numbers(await all(client.readStream('a-1')))).toEqual([1, 2])
    }),
  )

  test(
    'of more than a mebibyte is refused, and one of less is not',
    onWire(async ({ client }) => {
      const event = (size: number) => jsonEvent({ type: 'Big', data: 'x'.repeat(size) })
      const error = await rejection(client.appendToStream('a-1', event(1_048_576), how))
      expect(error).toBeInstanceOf(MaxAppendSizeExceededError)
      expect(error).toMatchObject({ maxAppendSize: 1_048_576 })
      const together = [event(400_000), event(400_000), event(400_000)]
      expect(await rejection(client.appendToStream('a-1', together, how))).toMatchObject({
        type: 'maximum-append-size-exceeded',
      })
      await client.appendToStream('a-1', event(700_000), how)
      expect(await all(client.readStream('a-1'))).toHaveLength(1)
    }),
  )

  test(
    'of a mebibyte to the last byte is taken, whatever is kept beside it, and comes back',
    onWire(async ({ client }) => {
      const metadata = { source: 'x'.repeat(1_000) }
      const type = 'Big'
      const room = 1_048_576 - type.length - JSON.stringify(metadata).length
      const text = (size: number) =>
        jsonEvent({ type, metadata, data: { text: 'x'.repeat(size - '{"text":""}'.length) } })
      const bytes = (size: number) => binaryEvent({ type, metadata, data: Buffer.alloc(size, 255) })
      for (const event of [text(room), bytes(room)]) await client.appendToStream('a-1', event, how)
      for (const event of [text(room + 1), bytes(room + 1)])
        expect(await rejection(client.appendToStream('a-1', event, how))).toMatchObject({
          maxAppendSize: 1_048_576,
        })
      const read = await all(client.readStream('a-1'))
      expect(read.map(({ event }) => event?.metadata)).toEqual([metadata, metadata])
      expect(Buffer.from(read[1]?.event?.data as Uint8Array)).toEqual(Buffer.alloc(room, 255))
    }),
  )
})

test(
  'appends that are under way at once take effect in the order in which they were sent',
  onWire(async ({ client }) => {
    await client.appendToStream('a-0', noted(0))
    await Promise.all(Array.from({ length: 100 }, (_, n) => client.appendToStream('a-1', noted(n))))
    expect(numbers(await all(client.readStream('a-1')))).toEqual(
      Array.from({ length: 100 }, (_, n) => n),
    )
  }),
)

test(
  'what is written in JSON of any spelling comes back to the byte',
  onWire(async ({ client }) => {
    const spellings = [
      '{"n":1.0}',
      '{"big":12345678901234567890}',
      ' {"a" : 1}',
      '"x"',
      '{"$wire":1}',
      '',
    ]
    const events = spellings.map((text) => ({
      ...binaryEvent({ type: 'Said', data: Buffer.from(text) }),
      metadata: Buffer.from(text),
    }))
    await client.appendToStream('said-1', events)
    const read = await all(client.readStream('said-1'))
    expect(read.map(({ event }) => Buffer.from(event?.data as Uint8Array).toString())).toEqual(
      spellings,
    )
  }),
)

/**
 * Appends to several streams by the vendor's newest client: run in a process of its own by
 * `kurrent.long.spec.ts`, because the two generations of clients cannot share one.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  jsonEvent,
  binaryEvent,
  KurrentDBClient,
  type JSONEventType,
} from '@kurrent/kurrentdb-client'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { EventStore } from '@deskledger/event-store'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import type { Instant } from '@deskledger/kernel'
import { serve, type ServeSettings } from '../index.ts'

const clock = (): Instant => Date.now() as Instant

const logIn = (folder: string): EventStore => {
  const opened = sqliteEventStore({ file: join(folder, 'events.db'), clock, durability: 'normal' })
  if (opened._tag === 'Left') throw new Error(opened.left._tag)
  return opened.right
}

/** Runs `work` with a client of a log in SQLite, which is gone afterwards. */
const onWire =
  (work: (client: KurrentDBClient) => Promise<void>, settings: Partial<ServeSettings> = {}) =>
  async (): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'deskledger-together-'))
    const store = settings.store ?? logIn(folder)
    const served = await serve({ port: 0, ...settings, store })
    const client = KurrentDBClient.connectionString`kurrentdb://127.0.0.1:${served.port}?tls=false`
    try {
      await work(client)
    } finally {
      await client.dispose()
      await served.close()
      await store.close()()
      rmSync(folder, { recursive: true, force: true })
    }
  }

type Noted = JSONEventType<'Noted', { readonly n: number }>
const noted = (n: number) => jsonEvent<Noted>({ type: 'Noted', data: { n } })
const record = (streamName: string, n: number) => ({ streamName, record: noted(n) })

const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (reason) {
    return reason
  }
  return 'was not rejected'
}

const numbersIn = async (client: KurrentDBClient): Promise<ReadonlyArray<unknown>> => {
  const found: Array<unknown> = []
  for await (const { event } of client.readAll())
    if (event?.type === 'Noted') found.push([event.streamId, Object(event.data).n])
  return found
}

describe('multiStreamAppend', () => {
  test(
    'writes to several streams in their order, and tells where',
    onWire(async (client) => {
      const answer = await client.multiStreamAppend([
        { streamName: 'a-1', expectedState: 'no_stream', events: [noted(1), noted(2)] },
        { streamName: 'b-1', expectedState: 'any', events: [noted(3)] },
      ])
      expect(answer).toEqual({
        position: 3n,
        responses: [
          { streamName: 'a-1', revision: 1n },
          { streamName: 'b-1', revision: 0n },
        ],
      })
      expect(await numbersIn(client)).toEqual([
        ['a-1', 1],
        ['a-1', 2],
        ['b-1', 3],
      ])
    }),
  )

  test(
    'writes nothing where one stream is not as expected, and names it',
    onWire(async (client) => {
      await client.appendToStream('b-1', noted(0))
      const refused = client.multiStreamAppend([
        { streamName: 'a-1', expectedState: 'no_stream', events: [noted(1)] },
        { streamName: 'b-1', expectedState: 4n, events: [noted(2)] },
      ])
      expect(await rejection(refused)).toMatchObject({
        type: 'wrong-expected-version',
        streamName: 'b-1',
        expectedState: 4n,
        actualState: 0n,
      })
      expect(await numbersIn(client)).toEqual([['b-1', 0]])
    }),
  )

  test(
    'is written once, however often it is sent',
    onWire(async (client) => {
      const requests = [
        { streamName: 'a-1', expectedState: 'no_stream' as const, events: [noted(1)] },
        { streamName: 'b-1', expectedState: 'no_stream' as const, events: [noted(2)] },
      ]
      const first = await client.multiStreamAppend(requests)
      await client.appendToStream('a-1', noted(3))
      expect(await client.multiStreamAppend(requests)).toEqual(first)
      expect(await numbersIn(client)).toHaveLength(3)
    }),
  )

  test(
    'gives metadata and bytes back as they were sent',
    onWire(async (client) => {
      const metadata = { source: 'crm', actor: 'agent:ana' }
      const sent = jsonEvent<Noted>({ type: 'Noted', data: { n: 1 }, metadata })
      const bytes = binaryEvent({ type: 'Scanned', data: Buffer.from([0, 255, 1]) })
      await client.multiStreamAppend([
        { streamName: 'a-1', expectedState: 'any', events: [sent] },
        { streamName: 'b-1', expectedState: 'any', events: [bytes] },
      ])
      for await (const { event } of client.readStream('a-1'))
        expect(event).toMatchObject({ id: sent.id, data: { n: 1 }, metadata, isJson: true })
      for await (const { event } of client.readStream('b-1')) {
        expect(event).toMatchObject({ id: bytes.id, isJson: false })
        expect(Buffer.from(event?.data as Uint8Array)).toEqual(Buffer.from([0, 255, 1]))
      }
    }),
  )

  test(
    'is refused to a tombstoned stream, and goes on behind a deleted one',
    onWire(async (client) => {
      for (const stream of ['a-1', 'b-1']) await client.appendToStream(stream, noted(0))
      await client.deleteStream('a-1')
      await client.tombstoneStream('b-1')
      const to = (...streams: ReadonlyArray<string>) =>
        client.multiStreamAppend(
          streams.map((streamName) => ({
            streamName,
            expectedState: 'no_stream',
            events: [noted(1)],
          })),
        )
      expect(await rejection(to('c-1', 'b-1'))).toMatchObject({ type: 'stream-tombstoned' })
      expect((await to('c-1', 'a-1')).responses).toEqual([
        { streamName: 'c-1', revision: 0n },
        { streamName: 'a-1', revision: 1n },
      ])
      const shown: Array<unknown> = []
      for await (const { event } of client.readStream('a-1')) shown.push(event?.revision)
      expect(shown).toEqual([1n])
    }),
  )

  test(
    'says how large it may be',
    onWire(
      async (client) => {
        const long = (n: number) => jsonEvent({ type: 'Noted', data: { text: 'x'.repeat(n) } })
        const of = (...sizes: ReadonlyArray<number>) =>
          client.multiStreamAppend(
            sizes.map((size, n) => ({
              streamName: `a-${n}`,
              expectedState: 'any',
              events: [long(size)],
            })),
          )
        expect(await rejection(of(600, 600))).toMatchObject({
          type: 'transaction-max-size-exceeded',
          maxSize: 1_000,
        })
        expect(await rejection(of(1_000))).toMatchObject({
          type: 'append-record-size-exceeded',
          stream: 'a-0',
          maxSize: 1_000,
        })
      },
      { maxAppendSize: 1_000 },
    ),
  )

  test(
    'is refused to whoever may not write there',
    onWire(
      async (client) => {
        const refused = client.multiStreamAppend([
          { streamName: 'a-1', expectedState: 'any', events: [noted(1)] },
          { streamName: 'b-1', expectedState: 'any', events: [noted(1)] },
        ])
        expect(await rejection(refused)).toMatchObject({ type: 'access-denied' })
        expect(await numbersIn(client)).toEqual([])
      },
      { mayWrite: ({ stream }) => stream !== 'b-1' },
    ),
  )

  test('is not offered where the log writes one stream at a time', async () => {
    const { appendAll: _, ...store } = memoryEventStore({ clock })
    await onWire(
      async (client) => {
        await client.appendToStream('a-1', noted(1))
        for (const refused of [
          client.multiStreamAppend([
            { streamName: 'a-1', expectedState: 'any', events: [noted(1)] },
          ]),
          client.appendRecords([record('a-1', 1)]),
        ])
          expect(await rejection(refused)).toMatchObject({ type: 'unsupported' })
      },
      { store },
    )()
  })
})

describe('appendRecords', () => {
  test(
    'keeps the order of records that are interleaved',
    onWire(async (client) => {
      const order = ['a-1', 'b-1', 'a-1', 'a-1', 'b-1']
      const answer = await client.appendRecords(order.map((stream, n) => record(stream, n)))
      expect(answer).toEqual({
        position: 5n,
        responses: [
          { streamName: 'a-1', revision: 2n },
          { streamName: 'b-1', revision: 1n },
        ],
      })
      expect(await numbersIn(client)).toEqual(order.map((stream, n) => [stream, n]))
    }),
  )

  test(
    'looks at streams that it does not write to, and tells of each that is not as expected',
    onWire(async (client) => {
      await client.appendRecords([record('a-1', 0), record('b-1', 1), record('b-1', 2)])
      const check = (
        streamName: string,
        expectedState: bigint | 'no_stream' | 'stream_exists',
      ) => ({
        type: 'stream_state' as const,
        streamName,
        expectedState,
      })
      const held = [check('a-1', 0n), check('b-1', 'stream_exists'), check('d-1', 'no_stream')]
      await client.appendRecords([record('c-1', 3)], held)
      const broken = [check('a-1', 9n), check('b-1', 1n), check('b-1', 'no_stream')]
      const refused = await rejection(client.appendRecords([record('c-1', 4)], broken))
      expect(refused).toMatchObject({
        type: 'append-consistency-violation',
        violations: [
          { checkIndex: 0, streamName: 'a-1', expectedState: 9n, actualState: 0n },
          { checkIndex: 2, streamName: 'b-1', expectedState: 'no_stream', actualState: 1n },
        ],
      })
      expect(await numbersIn(client)).toHaveLength(4)
    }),
  )

  test(
    'lets one of many win that decide on the same stream',
    onWire(async (client) => {
      await client.appendToStream('seats-1', noted(0))
      const checks = [{ type: 'stream_state' as const, streamName: 'seats-1', expectedState: 0n }]
      const book = (n: number) =>
        client.appendRecords([record(`booking-${n}`, n), record('seats-1', n)], checks)
      const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => book(n + 1)))
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await numbersIn(client)).toHaveLength(3)
    }),
  )

  test(
    'is told of a stream that is deleted, for now or for good',
    onWire(async (client) => {
      for (const stream of ['a-1', 'b-1']) await client.appendToStream(stream, noted(0))
      await client.deleteStream('a-1')
      await client.tombstoneStream('b-1')
      const checks = [
        {
          type: 'stream_state' as const,
          streamName: 'a-1',
          expectedState: 'stream_exists' as const,
        },
        { type: 'stream_state' as const, streamName: 'b-1', expectedState: 0n },
      ]
      expect(await rejection(client.appendRecords([record('b-1', 1)], checks))).toMatchObject({
        violations: [
          { checkIndex: 0, streamName: 'a-1', actualState: -10n },
          { checkIndex: 1, streamName: 'b-1', actualState: -100n },
          { streamName: 'b-1', expectedState: 'any', actualState: -100n },
        ],
      })
    }),
  )
})

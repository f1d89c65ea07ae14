import { randomUUID } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { status } from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore } from '@deskledger/event-store'
import { details, type AnyValue, type AppendRecord } from '../schema/together.ts'
import { Status } from '../schema/streams.ts'
import { all, onWire, type Bench } from '../testing/bench.ts'
import { rawClient, type Raw } from '../testing/raw.ts'
import type { ServeSettings } from '../serve.ts'

const asked = (
  work: (raw: Raw, on: Bench) => Promise<void>,
  settings: Partial<ServeSettings> = {},
) =>
  onWire(async (on) => {
    const raw = rawClient(on.served.port)
    try {
      await work(raw, on)
    } finally {
      raw.close()
    }
  }, settings)

const noted = (n: number, otherwise: Partial<AppendRecord> = {}): AppendRecord => ({
  id: randomUUID(),
  schema: { name: 'Noted', format: 1 },
  data: Buffer.from(JSON.stringify({ n })),
  ...otherwise,
})

const numbersIn = async (store: EventStore): Promise<ReadonlyArray<unknown>> =>
  (await all(store.readAll()))
    .flatMap(({ events }) => events)
    .filter(({ type }) => type === 'Noted')
    .map(({ stream, data }) => [stream, Object(data).n])

/** How a refusal is told: its code, and the last part of the address of its detail. */
const refusal = (answer: E.Either<unknown, unknown>): readonly [code: unknown, detail: unknown] => {
  if (E.isRight(answer)) throw new Error('was not refused')
  const { code, metadata } = Object(answer.left)
  const [given] = metadata.get('grpc-status-details-bin')
  if (given === undefined) return [code, undefined]
  return [code, Status.decode(given).details?.typeUrl?.split('.').at(-1)]
}

describe('a session of appends', () => {
  test(
    'is recorded in one step, in its order',
    asked(async (raw, { store }) => {
      const answer = await raw.session(
        { stream: 'a-1', records: [noted(1), noted(2)], expected: -1 },
        { stream: 'b-1', records: [noted(3)] },
      )
      expect(answer).toEqual(
        E.right({
          position: 3,
          output: [
            { stream: 'a-1', revision: 1, position: 3 },
            { stream: 'b-1', revision: 0, position: 3 },
          ],
        }),
      )
      expect(await numbersIn(store)).toEqual([
        ['a-1', 1],
        ['a-1', 2],
        ['b-1', 3],
      ])
    }),
  )

  test(
    'is refused, all of it, where one stream is not as expected',
    asked(async (raw, { store }) => {
      await raw.session({ stream: 'b-1', records: [noted(1)] })
      for (const expected of [-1, 1, 7]) {
        const refused = await raw.session(
          { stream: 'a-1', records: [noted(2)], expected: -1 },
          { stream: 'b-1', records: [noted(3)], expected },
        )
        expect(refusal(refused)).toEqual([
          status.FAILED_PRECONDITION,
          'StreamRevisionConflictErrorDetails',
        ])
      }
      const stream = await raw.session({ stream: 'c-1', records: [noted(4)], expected: -4 })
      expect(refusal(stream)[0]).toBe(status.FAILED_PRECONDITION)
      expect(await numbersIn(store)).toEqual([['b-1', 1]])
    }),
  )

  test(
    'writes to a stream once, and not at all where nothing is to be written',
    asked(async (raw, { store }) => {
      const one = { stream: 'a-1', records: [noted(1)] }
      expect(refusal(await raw.session(one, one))).toEqual([
        status.INVALID_ARGUMENT,
        'StreamAlreadyInAppendSessionErrorDetails',
      ])
      for (const refused of [
        await raw.session(),
        await raw.session(one, { stream: 'b-1' }),
        await raw.session({ ...one, stream: '' }),
        await raw.session({ ...one, stream: '$all' }),
      ])
        expect(refusal(refused)).toEqual([status.INVALID_ARGUMENT, undefined])
      expect(refusal(await raw.session({ ...one, stream: '$ce-a' }))[0]).toBe(
        status.PERMISSION_DENIED,
      )
      expect(await numbersIn(store)).toEqual([])
    }),
  )

  test(
    'is heard once under the same ids, and told where it stands if it is sent behind it',
    asked(async (raw, { store }) => {
      const request = { stream: 'a-1', records: [noted(1)], expected: -1 }
      const other = { stream: 'b-1', records: [noted(2)] }
      const first = await raw.session(request, other)
      expect(await raw.session(request, other)).toEqual(first)
      const behind = await raw.session({ ...request, expected: 0 }, other)
      expect(refusal(behind)[1]).toBe('StreamRevisionConflictErrorDetails')
      const parted = await raw.session(request, { ...other, records: [noted(3)] })
      expect(refusal(parted)[1]).toBe('StreamRevisionConflictErrorDetails')
      expect(await numbersIn(store)).toHaveLength(2)
    }),
  )

  test('whose answer is lost is written once when it is sent again', async () => {
    let times = 1
    await asked(
      async (raw, { store }) => {
        const request = { stream: 'a-1', records: [noted(1)], expected: -1 }
        expect(refusal(await raw.session(request))[0]).toBe(status.UNAVAILABLE)
        expect(await raw.session(request)).toMatchObject(E.right({ position: 1 }))
        expect(await numbersIn(store)).toEqual([['a-1', 1]])
      },
      {
        faultAt: (at) =>
          at === 'commit' && times-- > 0
            ? { at: 'commit', failure: { _tag: 'Unavailable', why: 'lost' } }
            : undefined,
      },
    )()
  })
})

describe('records for several streams', () => {
  test(
    'are recorded in their order, each stream with the revisions of its own',
    asked(async (raw, { store }) => {
      const order = ['a-1', 'b-1', 'b-1', 'a-1']
      const records = order.map((stream, n) => noted(n, { stream }))
      expect(await raw.records({ records })).toEqual(
        E.right({
          position: 4,
          revisions: [
            { stream: 'a-1', revision: 1 },
            { stream: 'b-1', revision: 1 },
          ],
        }),
      )
      expect(await numbersIn(store)).toEqual(order.map((stream, n) => [stream, n]))
    }),
  )

  test(
    'are refused where a check does not hold, a revision that is left out being the first',
    asked(async (raw, { store }) => {
      await raw.records({ records: [noted(1, { stream: 'a-1' })] })
      const records = [noted(2, { stream: 'b-1' })]
      const held = [{ state: { stream: 'a-1' } }, { state: { stream: 'c-1', expected: -1 } }]
      const refused = await raw.records({ records, checks: [{ state: { stream: 'c-1' } }] })
      expect(refusal(refused)).toEqual([
        status.FAILED_PRECONDITION,
        'AppendConsistencyViolationErrorDetails',
      ])
      expect(refusal(await raw.records({ records, checks: [{}] }))[0]).toBe(status.INVALID_ARGUMENT)
      expect(await numbersIn(store)).toHaveLength(1)
      expect(E.isRight(await raw.records({ records, checks: held }))).toBe(true)
    }),
  )

  test(
    'are told of each check that does not hold, in the order of the checks',
    asked(async (raw, { client, store }) => {
      await raw.records({ records: [noted(1, { stream: 'a-1' }), noted(2, { stream: 'b-1' })] })
      await client.deleteStream('b-1')
      const checks = [
        { state: { stream: 'a-1', expected: 7 } },
        { state: { stream: 'a-1', expected: 0 } },
        { state: { stream: 'b-1', expected: -4 } },
        { state: { stream: 'b-1', expected: -2 } },
      ]
      const refused = await raw.records({ records: [noted(3, { stream: 'c-1' })], checks })
      if (E.isRight(refused)) throw new Error('was not refused')
      const [given] = refused.left.metadata.get('grpc-status-details-bin')
      const { value } = Status.decode(Buffer.from(given ?? '')).details ?? {}
      const told = details.AppendConsistencyViolationErrorDetails.decode(Buffer.from(value ?? []))
      expect(told.violations).toEqual([
        { check: 0, state: { stream: 'a-1', expected: 7, actual: 0 } },
        { check: 2, state: { stream: 'b-1', expected: -4, actual: -10 } },
      ])
      expect(await numbersIn(store)).toHaveLength(2)
    }),
  )

  test(
    'need no ids, and may be of any format',
    asked(async (raw, { client }) => {
      const nameless = { stream: 'a-1', id: undefined }
      const bytes = Buffer.from([0, 255])
      const records = [2, 3, 4, 0].map((format) =>
        noted(0, { ...nameless, schema: { name: 'Scanned', format }, data: bytes }),
      )
      expect(E.isRight(await raw.records({ records }))).toBe(true)
      const found = await all(client.readStream('a-1'))
      expect(found.map(({ event }) => event?.isJson)).toEqual([false, false, false, false])
      expect(new Set(found.map(({ event }) => event?.id)).size).toBe(4)
    }),
  )

  test(
    'have properties of any kind, which are their metadata',
    asked(async (raw, { client }) => {
      const list: AnyValue = { list: { values: [{ number: 1.5 }, { flag: true }] } }
      const properties = new Map<string, AnyValue>([
        ['source', { text: 'crm' }],
        ['nothing', { nothing: 0 }],
        ['deep', { fields: { values: new Map([['all', list]]) } }],
        ['empty', { list: {} }],
      ])
      await raw.records({ records: [noted(1, { stream: 'a-1', properties })] })
      const [read] = await all(client.readStream('a-1'))
      expect(read?.event?.metadata).toEqual({
        source: 'crm',
        nothing: null,
        deep: { all: [1.5, true] },
        empty: [],
      })
    }),
  )
})

test(
  'what is too large is told with its size',
  asked(
    async (raw, { store }) => {
      const long = noted(1, { data: Buffer.alloc(300, 'x') })
      const [record, both] = [
        await raw.session({ stream: 'a-1', records: [noted(0), long] }),
        await raw.session(...[1, 2, 3].map((n) => ({ stream: `a-${n}`, records: manyOf(6) }))),
      ]
      expect(refusal(record)).toEqual([
        status.INVALID_ARGUMENT,
        'AppendRecordSizeExceededErrorDetails',
      ])
      expect(refusal(both)).toEqual([status.ABORTED, 'AppendTransactionSizeExceededErrorDetails'])
      expect(await numbersIn(store)).toEqual([])
    },
    { maxAppendSize: 180 },
  ),
)

const manyOf = (n: number) => Array.from({ length: n }, (_, i) => noted(i))

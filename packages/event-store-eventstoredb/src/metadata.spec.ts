import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Actor, CommandId, Concern, Instant } from '@deskledger/kernel'
import { anyRevision, eventIdOf, type Append } from '@deskledger/event-store'
import type { Received } from './line/line.ts'
import { attributesOf } from './metadata.ts'
import { toRecorded } from './recorded.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1 })
const word = fc.stringMatching(/^[\w.-]{1,12}$/)
const instant = fc.maxSafeInteger().map((n) => n as Instant)
const actor: fc.Arbitrary<Actor> = fc.record(
  { kind: fc.constantFrom('agent', 'system', 'import'), id: word, onBehalfOf: word, reason: word },
  { requiredKeys: ['kind', 'id'] },
) as never
const event = fc.record({
  type: text,
  schemaVersion: fc.maxSafeInteger(),
  data: fc.jsonValue(),
  occurredAt: instant,
  concerns: fc.array(text.map((t) => t as Concern)),
})
const anyAppend: fc.Arbitrary<Append> = fc.record({
  stream: text.map((t): `${string}-${string}` => `r-${t}`),
  expected: fc.constant(anyRevision),
  events: fc.array(event, { minLength: 1, maxLength: 4 }),
  commandId: text.map((t) => t as CommandId),
  fingerprint: fc.string({ unit: 'grapheme' }),
  actor,
  correlationId: fc.string({ unit: 'grapheme' }),
  causationId: fc.string({ unit: 'grapheme' }),
})

/** As a server gives it back, which keeps the JSON of the metadata. */
const receivedOf = (append: Append, recordedAt: Instant): ReadonlyArray<Received> =>
  attributesOf(append, recordedAt).map((metadata, i) => ({
    id: 'of the server',
    streamId: append.stream,
    revision: BigInt(i),
    type: append.events[i]?.type ?? '',
    data: append.events[i]?.data,
    metadata: JSON.parse(JSON.stringify(metadata)),
    isJson: true,
    position: { commit: BigInt(10 + i), prepare: BigInt(10 + i) },
  }))

const plain = { prefix: '' }
const [sample] = receivedOf(
  fc.sample(anyAppend, { numRuns: 1, seed: 7 })[0] as Append,
  5 as Instant,
) as [Received]

describe('the metadata of an event', () => {
  test('gives back all that surrounded it', () =>
    fc.assert(
      fc.property(anyAppend, instant, (append, recordedAt) => {
        receivedOf(append, recordedAt).forEach((each, i) => {
          const found = toRecorded(plain, each)
          if (E.isLeft(found)) throw new Error(found.left._tag)
          const { actor: by, concerns, correlationId, causationId, commandId } = found.right
          const { id, occurredAt, schemaVersion, position, token, fingerprint } = found.right
          const wanted = append.events[i]
          expect([by, commandId, correlationId, causationId]).toEqual([
            append.actor,
            append.commandId,
            append.correlationId,
            append.causationId,
          ])
          expect(id).toBe(eventIdOf(append.stream, append.commandId, i))
          expect([occurredAt, schemaVersion]).toEqual([wanted?.occurredAt, wanted?.schemaVersion])
          expect(concerns).toEqual(wanted?.concerns)
          expect([position, token]).toEqual([10 + i, `${10 + i}/${10 + i}`])
          expect([found.right.recordedAt, fingerprint]).toEqual([
            recordedAt,
            i === 0 ? append.fingerprint : undefined,
          ])
        })
      }),
    ))

  test('is of flat texts only', () =>
    fc.assert(
      fc.property(anyAppend, instant, (append, recordedAt) => {
        for (const attributes of attributesOf(append, recordedAt))
          for (const [name, value] of Object.entries(attributes)) {
            expect(name).toMatch(/^[a-z]{1,20}$/)
            expect(typeof value).toBe('string')
          }
      }),
    ))
})

describe('an event is none of ours', () => {
  test.each([
    ['without metadata', { metadata: undefined }],
    ['with bytes for metadata', { metadata: new Uint8Array([1]) }],
    ['with data that is no JSON', { isJson: false }],
    ['without a command', { metadata: { ...Object(sample.metadata), commandid: undefined } }],
    ['with a time that is none', { metadata: { ...Object(sample.metadata), time: 'noon' } }],
    ['with a number for a text', { metadata: { ...Object(sample.metadata), actor: 7 } }],
  ])('%s', (_, change) =>
    expect(toRecorded(plain, { ...sample, ...change })).toMatchObject({
      left: { _tag: 'ForeignEvent', revision: 0, position: 10 },
    }),
  )

  test('beyond what a number counts exactly', () => {
    const place = { commit: 2n ** 53n, prepare: 2n ** 53n }
    expect(toRecorded(plain, { ...sample, position: place })).toMatchObject({
      left: { _tag: 'UnsafePosition' },
    })
    const last = { commit: 2n ** 53n - 1n, prepare: 2n ** 53n - 1n }
    expect(toRecorded(plain, { ...sample, position: last })).toMatchObject({
      right: { position: Number.MAX_SAFE_INTEGER },
    })
  })
})

import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { known, Recorded, uuidOf } from '@deskledger/event-store'
import type { Instant } from '@deskledger/kernel'
import { contentOf, idOf, json, keep, type Content } from './kept.ts'

const ownId = uuidOf('a-1/c/0')
const meta = JSON.stringify({ actor: { id: 'wire', kind: 'system' }, commandId: 'c' })

/** Through the JSON of a log, and back. */
const stored = (data: unknown) => {
  const at = 0 as Instant
  const read: unknown = JSON.parse(JSON.stringify(data))
  const place = { stream: 'a-1', revision: 0, occurredAt: at } as const
  return new Recorded('Said', 1, read, 1, known(place, { recordedAt: at, meta }))
}

const spelled = fc.oneof(
  fc.json(),
  fc.jsonValue().map((value) => JSON.stringify(value, undefined, 1)),
  fc.constantFrom('', '1.0', '{"a":1,"a":2}', '{"$wire":{}}', '{"2":0,"1":0}', '{"x":-0}', 'null'),
  fc.constantFrom('{"__proto__":{"a":1}}', '"\\ud800"', '[{}]', '{"a":{"$wire":1}}'),
)
const someBytes = fc.oneof(
  spelled.map((text) => Buffer.from(text)),
  fc.uint8Array().map((array) => Buffer.from(array)),
)
const content: fc.Arbitrary<Content> = fc.record({
  id: fc.oneof(fc.uuid(), fc.constant(ownId)),
  contentType: fc.constantFrom(json, 'application/octet-stream', 'text/plain'),
  data: someBytes,
  metadata: someBytes,
})

describe('an event of an outside writer', () => {
  test('comes back to the byte, whatever it is', () => {
    fc.assert(
      fc.property(content, (given) => {
        const event = stored(keep(given, ownId))
        expect(contentOf(event)).toEqual(given)
        expect(idOf(event)).toBe(given.id)
      }),
      { numRuns: 1_000 },
    )
  })

  test('whose numbers we would spell much longer is kept as bytes alone', () => {
    const ofNumbers = (n: number) =>
      Buffer.from(`{"n":[${Array.from({ length: n }, () => '1e20').join(',')}]}`)
    const kept = (data: Buffer) =>
      keep({ id: ownId, contentType: json, data, metadata: Buffer.alloc(0) }, ownId)
    expect(Object.keys(kept(ofNumbers(10)))).toEqual(['n', '$wire'])
    const long = ofNumbers(200_000)
    expect(kept(long)).toEqual({ $wire: { base64: long.toString('base64') } })
  })

  test('that is a JSON object stands in the log in the clear', () => {
    const data = Buffer.from('{ "qty": 2.0 }')
    const kept = keep({ id: ownId, contentType: json, data, metadata: Buffer.alloc(0) }, ownId)
    expect(kept).toEqual({ qty: 2, $wire: { base64: data.toString('base64') } })
  })
})

test('an event of our own is shown with its envelope as CloudEvents attributes', () => {
  const { id, data, metadata, contentType } = contentOf(stored({ qty: 2 }))
  expect({ id, contentType, data: data.toString() }).toEqual({
    id: ownId,
    contentType: json,
    data: '{"qty":2}',
  })
  expect(JSON.parse(metadata.toString())).toEqual({
    specversion: '1.0',
    time: '1970-01-01T00:00:00.000Z',
    recordedtime: '1970-01-01T00:00:00.000Z',
    schemaversion: '1',
    actor: 'system:wire',
    commandid: 'c',
    correlationid: 'c',
    causationid: 'c',
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import {
  chainOf,
  chainOfDesk,
  emptyRoot,
  eventHasher,
  framed,
  leafHash,
  type Commit,
  type LoggedEvent,
} from './index.ts'

const noted: LoggedEvent = {
  position: 7,
  stream: 'request-1',
  revision: 2,
  type: 'RequestNoted',
  schemaVersion: 1,
  occurredAt: 1_000,
  recordedAt: 2_000,
  fingerprint: 'f',
  data: '{"text":"Grüße"}',
  meta: '{"actor":{"id":"clerk","kind":"agent"},"commandId":"c"}',
}
const commit: Commit = {
  commitNo: 3,
  firstPosition: 5,
  lastPosition: 7,
  recordedAt: 2_000,
  eventsRoot: leafHash('root'),
}

/** The hash as a stranger would compute it who has only read the description. */
const described = (...fields: ReadonlyArray<string | number>): string => {
  const bytes = fields.map(String).map((field) => Buffer.from(field))
  const framing = bytes.flatMap((each) => [Buffer.from(`${each.length}:`), each])
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(0), ...framing]))
    .digest('hex')
}

describe('what is hashed', () => {
  test('is what the description says', () => {
    const previous = chainOfDesk('desk-1')
    expect(previous).toBe(described('deskledger desk', 1, 'desk-1'))
    const opening = ['deskledger event', 1, 'desk-1', 7, 'request-1', 2, 'RequestNoted', 1]
    expect(eventHasher('desk-1')(noted)).toBe(
      described(...opening, 1_000, 2_000, 'f', noted.data, noted.meta),
    )
    expect(chainOf(previous, commit)).toBe(
      described('deskledger commit', 1, previous, commit.eventsRoot, 3, 5, 7, 2_000),
    )
  })

  test('is another where any field of an event is another', () => {
    const hashOf = eventHasher('desk-1')
    const changes: ReadonlyArray<Partial<LoggedEvent>> = [
      ...['position', 'revision', 'schemaVersion', 'occurredAt', 'recordedAt'].map((field) => ({
        [field]: 99,
      })),
      ...['stream', 'type', 'fingerprint', 'data', 'meta'].map((field) => ({ [field]: 'x-1' })),
    ]
    expect(changes).toHaveLength(Object.keys(noted).length)
    const hashes = changes.map((change) => hashOf({ ...noted, ...change }))
    expect(new Set([hashOf(noted), eventHasher('desk-2')(noted), ...hashes]).size).toBe(12)
  })

  test('is another where any field of a commit or the chain before it is another', () => {
    const previous = chainOfDesk('desk-1')
    const hashes = Object.keys(commit).map((field) =>
      chainOf(previous, { ...commit, [field]: field === 'eventsRoot' ? emptyRoot : 99 }),
    )
    expect(new Set([chainOf(previous, commit), chainOf(emptyRoot, commit), ...hashes]).size).toBe(7)
  })

  test('is another where the same letters are spread over the fields in another way', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        const isSame = a.length === b.length && a.every((field, i) => field === b[i])
        expect(a.map(framed).join('') === b.map(framed).join('')).toBe(isSame)
      }),
    )
    const hashOf = eventHasher('d')
    expect(hashOf({ ...noted, data: 'ab', meta: 'c' })).not.toBe(
      hashOf({ ...noted, data: 'a', meta: 'bc' }),
    )
  })
})

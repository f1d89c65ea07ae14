import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { CommandId, Instant } from '@deskledger/kernel'
import type { StoredEvent } from '@deskledger/event-store'
import { altered, changed, type Alteration } from '../testing/altered.ts'
import { at, foundAfter, without } from '../testing/altering.ts'
import { anyHistory, inFolder, memoryLog, noted, tell, verified } from '../testing/logs.ts'

jest.setTimeout(30_000)

describe('an event that was changed', () => {
  test.each([
    ['its data', () => ({ data: { i: 4, k: 9 } }), ['content']],
    ['its type', () => ({ type: 'RequestSeen' }), ['type']],
    ['its stream', () => ({ stream: 'request-9' }), ['stream']],
    ['its revision', () => ({ revision: 77 }), ['revision']],
    ['its version', () => ({ schemaVersion: 9 }), ['content']],
    ['when it happened', () => ({ occurredAt: 5 as Instant }), ['content']],
    ['when it was recorded', () => ({ recordedAt: 1 as Instant }), ['content']],
    ['who did it', () => ({ actor: { kind: 'agent', id: 'eve' } }), ['content']],
    ['why', () => ({ actor: { kind: 'agent', id: 'clerk', reason: 'none' } }), ['content']],
    ['its command', () => ({ commandId: 'c77' as CommandId }), ['content']],
    ['its cause', () => ({ causationId: 'other' }), ['content']],
    ['its correlation', () => ({ correlationId: 'other' }), ['content']],
    ['whom it concerns', () => ({ concerns: ['party:2'] }), ['content']],
    ['its id', () => ({ id: '0192f3a4-0000-7000-8000-000000000000' }), ['content']],
  ] as ReadonlyArray<readonly [string, () => Partial<StoredEvent>, ReadonlyArray<string>]>)(
    'is named, if it was %s',
    async (_, otherwise, parts) => {
      expect(await foundAfter(at(4, otherwise))).toEqual([
        { _tag: 'EventAltered', position: 4, throughPosition: 4, place: 4, parts },
      ])
    },
  )

  test('is named, if it was the fingerprint of its command', async () => {
    expect(await foundAfter(at(4, () => ({ fingerprint: 'other' })))).toMatchObject([
      { _tag: 'EventAltered', position: 4 },
    ])
  })

  test('is named with those beside it as one', async () => {
    const all: Alteration = (events) =>
      events.map((e) => (e.position > 3 && e.position < 7 ? changed(e, { data: 'x' }) : e))
    expect(await foundAfter(all)).toMatchObject([
      { _tag: 'EventAltered', position: 4, throughPosition: 6 },
    ])
  })

  test('makes no other log of it, even if all to the end were changed', async () => {
    const all: Alteration = (events) =>
      events.map((e) => (e.position > 11 ? changed(e, { data: 'x' }) : e))
    expect(await foundAfter(all)).toMatchObject([
      { _tag: 'EventAltered', position: 12, throughPosition: 13 },
    ])
  })

  test('is found whichever it is and in any log', () =>
    fc.assert(
      fc.asyncProperty(anyHistory, fc.nat(), (history, chance) =>
        inFolder(async (folder) => {
          const [store, file] = [memoryLog(), join(folder, 'notary.db')]
          await tell(store, history)
          const tip = await noted(file, store)
          const position = 1 + (chance % tip.position)
          const forged = altered(
            store,
            at(position, ({ data }) => ({ data: [data] })),
          )
          expect((await verified(file, forged)).findings).toMatchObject([
            { _tag: 'EventAltered', position, throughPosition: position },
          ])
        }),
      ),
      { numRuns: 25 },
    ))
})

describe('an event that was taken out', () => {
  test('is named by its place', async () => {
    expect(await foundAfter(without(8))).toEqual([
      { _tag: 'EventRemoved', position: 8, throughPosition: 8, place: 8 },
    ])
  })

  test('at the beginning of its stream is a truncated stream', async () => {
    expect(await foundAfter(without(1, 5))).toEqual([
      {
        _tag: 'StreamTruncated',
        stream: 'request-1',
        position: 1,
        throughPosition: 5,
        place: 1,
        events: 2,
      },
    ])
  })

  test('with all of its stream is a removed stream', async () => {
    const gone: Alteration = (events) => events.filter(({ stream }) => stream !== 'request-2')
    expect(await foundAfter(gone)).toMatchObject([
      { _tag: 'StreamRemoved', stream: 'request-2', position: 2, events: 5 },
    ])
  })

  test('at the end is a cut of the log', async () => {
    expect(await foundAfter(without(11, 12, 13))).toEqual([
      { _tag: 'TailRemoved', position: 11, throughPosition: 13, place: 11 },
    ])
    expect(await foundAfter(() => [])).toMatchObject([
      { _tag: 'TailRemoved', position: 1, throughPosition: 13 },
    ])
  })
})

describe('an event that was put in', () => {
  const extra = (event: StoredEvent, place: number) =>
    changed(event, { position: place, stream: 'request-8', commandId: 'new' as CommandId })

  test('is named by its place', async () => {
    const doubled: Alteration = (events) =>
      events.flatMap((event) =>
        event.position === 6 ? [changed(event, {}), extra(event, 6.5)] : [event],
      )
    expect(await foundAfter(doubled)).toEqual([
      { _tag: 'EventInserted', afterPosition: 6, place: 6.5, events: 1 },
    ])
  })

  test('before all others is named too', async () => {
    expect(
      await foundAfter((events) => [...events.slice(0, 1).map((e) => extra(e, 0.5)), ...events]),
    ).toEqual([{ _tag: 'EventInserted', afterPosition: 0, place: 0.5, events: 1 }])
  })
})

describe('an event at another place', () => {
  test('is told from one that was taken out', async () => {
    const swapped: Alteration = (events) =>
      events
        .map((event) => {
          if (event.position === 3) return changed(event, { position: 7 })
          return event.position === 7 ? changed(event, { position: 3 }) : event
        })
        .toSorted((a, b) => a.position - b.position)
    expect(await foundAfter(swapped)).toEqual([
      { _tag: 'EventMoved', position: 3, throughPosition: 3, place: 3, to: 7 },
      { _tag: 'EventMoved', position: 7, throughPosition: 7, place: 7, to: 3 },
    ])
  })

  test('is found also behind the end of what was noted', async () => {
    const postponed: Alteration = (events) => {
      const moved = events.filter(({ position }) => position === 5)
      return [...without(5)(events), ...moved.map((e) => changed(e, { position: 99 }))]
    }
    expect(await foundAfter(postponed)).toEqual([
      { _tag: 'EventMoved', position: 5, throughPosition: 5, place: 5, to: 99 },
    ])
  })
})

describe('several changes', () => {
  test('are told each for itself, also where the end is gone', async () => {
    const both: Alteration = (events) => without(3, 12, 13)(at(6, () => ({ data: 0 }))(events))
    expect(await foundAfter(both)).toMatchObject([
      { _tag: 'EventRemoved', position: 3 },
      { _tag: 'EventAltered', position: 6 },
      { _tag: 'TailRemoved', position: 12, throughPosition: 13 },
    ])
  })
})

import { describe, expect, test } from '@jest/globals'
import { issuesOf } from '@deskledger/kernel'
import * as fc from 'fast-check'
import { anyLog, deciders, place } from './index.ts'

describe('any log', () => {
  const logs = fc.sample(anyLog, { numRuns: 400, seed: 1 })
  const codecs = new Map(deciders.flatMap(({ events }) => [...events.codecs]))

  test('holds events of every type but those of imports and notaries', () => {
    const types = deciders
      .filter(({ name }) => name !== 'import' && name !== 'notary')
      .flatMap(({ events }) => [...events.codecs.keys()])
    expect(new Set(logs.flatMap((log) => log.map(({ type }) => type)))).toEqual(new Set(types))
  })

  test('counts the events of each stream from 0, at positions with gaps', () => {
    for (const log of logs) {
      const streams = Map.groupBy(log, ({ stream }) => stream)
      for (const own of streams.values())
        expect(own.map(({ revision }) => revision)).toEqual(own.map((_, i) => i))
      expect(log.map(({ position }) => position)).toEqual(log.map((_, i) => place(i + 1)))
    }
  })

  test('holds events as they are declared, which happened when they say', () => {
    const strange = logs
      .flat()
      .filter(({ occurredAt, data }) => occurredAt !== data.at)
      .map(({ type }) => type)
    const malformed = logs.flat().flatMap(({ type, data }) => {
      const codec = codecs.get(type)
      return codec === undefined ? [] : issuesOf(codec.data, data)
    })
    expect([...strange, ...malformed]).toEqual([])
  })
})

import { describe, expect, test } from '@jest/globals'
import { anyLog, deciders } from '@deskledger/domain/testing'
import { concerned } from '@deskledger/kernel'
import { projected } from '@deskledger/projection/contract'
import * as fc from 'fast-check'
import { both } from './given.samples.ts'
import { customerTimeline } from './index.ts'

describe('any timeline', () => {
  const heard = customerTimeline.types

  test('hears every type of event that can concern a party', () => {
    const silent = ['agent', 'import', 'notary', 'work']
    const types = deciders
      .filter(({ name }) => !silent.includes(name))
      .flatMap(({ events }) => [...events.codecs.keys()])
    expect(heard).toEqual(new Set([...types, 'AgentEnrolled']))
  })

  test('has exactly one line for every event and every party that it concerns', () =>
    fc.assert(
      fc.property(anyLog, (log) => {
        const lines = projected(both, ...log).rows(customerTimeline)
        const expected = log.flatMap(({ concerns, position, type }) =>
          [...new Set(concerned(concerns, 'party'))].map((party) => `${party} ${position} ${type}`),
        )
        expect(lines.map((line) => `${line.party_id} ${line.position} ${line.event}`)).toEqual(
          [...expected].sort((a, b) => compare(a.split(' '), b.split(' '))),
        )
      }),
      { numRuns: 100 },
    ))
})

/** By party, then by position. */
const compare = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): number => {
  const [partyA = '', positionA] = a
  const [partyB = '', positionB] = b
  if (partyA !== partyB) return partyA < partyB ? -1 : 1
  return Number(positionA) - Number(positionB)
}

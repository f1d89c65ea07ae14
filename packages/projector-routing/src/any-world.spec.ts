/**
 * A whole house at work, with its own routing: what the tables say of it is what routing saw.
 */
import { describe, expect, test } from '@jest/globals'
import { recorded, Stories, type Event } from '@deskledger/domain/testing'
import type { RecordedEvent } from '@deskledger/kernel'
import * as fc from 'fast-check'
import { projected } from '@deskledger/projection/contract'
import { q09, q10, routing, routingCandidate, routingDecision } from './index.ts'

type Log = ReadonlyArray<RecordedEvent<Event>>

/** What happened in a story, and for each decision the position of the event it was taken at. */
const happenedIn = (story: Stories.Story) => {
  const { log } = Stories.told(story, /never/)
  const causes = new Map(log.map(({ id, position }) => [id, position]))
  return {
    log: recorded(log) as Log,
    causeOf: (i: number) => causes.get(log[i]?.causationId ?? ''),
  }
}

describe('any house', () => {
  test('could give work to exactly those whom routing did not exclude (Q10)', () =>
    fc.assert(
      fc.property(Stories.anyStory, (story) => {
        const { log, causeOf } = happenedIn(story)
        const read = projected(routing)
        let position = 0
        log.forEach((event, i) => {
          if (event.type !== 'RoutingDecided') return
          const cause = causeOf(i) ?? 0
          read.and(...log.slice(position, cause))
          position = Math.max(position, cause)
          const { workId, considered, chosen } = event.data
          const eligible = considered.filter(({ excludedBy }) => excludedBy === undefined)
          const answer = read.answer(q10, { work: workId }).map(({ agent_id }) => agent_id)
          expect(new Set(answer)).toEqual(new Set(eligible.map(({ agentId }) => agentId)))
          expect(chosen === undefined || answer.includes(chosen)).toBe(true)
        })
      }),
      { numRuns: 40 },
    ))

  test('can explain every decision with everybody who was considered (Q09)', () =>
    fc.assert(
      fc.property(Stories.anyStory, (story) => {
        const { log } = happenedIn(story)
        const read = projected(routing, ...log)
        const decisions = log.flatMap(({ type, data }) => (type === 'RoutingDecided' ? [data] : []))
        const candidates = decisions.reduce((sum, { considered }) => sum + considered.length, 0)
        expect(read.rows(routingDecision)).toHaveLength(decisions.length)
        expect(read.rows(routingCandidate)).toHaveLength(candidates)
        for (const workId of new Set(decisions.map(({ workId }) => workId))) {
          const own = decisions.filter((decision) => decision.workId === workId)
          const answer = read.answer(q09, { work: workId })
          expect(
            answer.filter(({ is_chosen }) => is_chosen === 1).map((row) => row.agent_id),
          ).toEqual(own.flatMap(({ chosen }) => chosen ?? []))
        }
      }),
      { numRuns: 40 },
    ))
})

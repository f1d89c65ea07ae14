import { describe, expect, test } from '@jest/globals'
import { Parties as S, Requests, place, type Event } from '@deskledger/domain/testing'
import type { Actor } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from './given.samples.ts'
import { auditAccess, q44 } from './index.ts'

const { happened } = S.story
const shown = (minutes: number, to: Actor = Requests.byAna) =>
  happened(
    'CustomerRecordShown',
    { to, purpose: 'service', parts: ['profile', 'sales'] },
    at(minutes),
  )
const deputy: Actor = {
  kind: 'supervisor',
  id: 'chief',
  onBehalfOf: 'agent-ben',
  reason: 'absence',
}

describe('a showing', () => {
  test('says who was shown whose record, which parts, and what for', () => {
    const onCall = happened('CustomerRecordShown', {
      to: deputy,
      purpose: 'complaint',
      interactionId: id(21),
      parts: ['sales', 'profile', 'sales'],
    })
    expect(after(onCall).rows(auditAccess)).toEqual([
      {
        position: place(1),
        at: at(0),
        party_id: S.maria,
        actor_kind: 'supervisor',
        actor_id: 'chief',
        on_behalf_of: 'agent-ben',
        behalf_reason: 'absence',
        purpose: 'complaint',
        parts: 'sales, profile',
        interaction_id: id(21),
      },
    ])
  })

  test('may be on nobody’s behalf and for no call', () =>
    expect(after(shown(0)).rows(auditAccess)).toMatchObject([
      { on_behalf_of: null, behalf_reason: null, interaction_id: null },
    ]))

  test('is one each time', () =>
    expect(after(shown(0), shown(0)).rows(auditAccess)).toHaveLength(2))
})

describe('who looked at a customer’s data (Q44)', () => {
  const lookers = (...facts: ReadonlyArray<Event>) =>
    after(...facts).answer(q44, { party: S.maria })

  test('is nobody where nobody looked', () => {
    expect(lookers()).toEqual([])
    expect(lookers(...of({ partyId: id(2) }, shown(0)))).toEqual([])
  })

  test('is told the latest first, also after the data is gone', () =>
    expect(lookers(shown(5), shown(1), shown(5, deputy), S.erased)).toEqual([
      {
        at: at(5),
        actor_kind: 'supervisor',
        actor_id: 'chief',
        on_behalf_of: 'agent-ben',
        parts: 'profile, sales',
        purpose: 'service',
        position: place(3),
      },
      {
        at: at(5),
        actor_kind: 'agent',
        actor_id: Requests.ana,
        on_behalf_of: null,
        parts: 'profile, sales',
        purpose: 'service',
        position: place(1),
      },
      {
        at: at(1),
        actor_kind: 'agent',
        actor_id: Requests.ana,
        on_behalf_of: null,
        parts: 'profile, sales',
        purpose: 'service',
        position: place(2),
      },
    ]))
})

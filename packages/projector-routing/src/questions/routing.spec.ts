import { describe, expect, test } from '@jest/globals'
import { Agents, Works, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from '../given.samples.ts'
import { q09, q10 } from '../index.ts'

const { ana, ben, cyd, boilerWork: work } = Works
const { happened } = Works.story
const agents = Agents.story

describe('why work was given to somebody (Q09)', () => {
  test('has no answer where nothing was decided', () => {
    expect(after().answer(q09, { work })).toEqual([])
    expect(after(Works.requested, Works.anaChosen).answer(q09, { work: id(999) })).toEqual([])
  })

  test('names everybody: the chosen one, the others by score, then the excluded', () => {
    const { policy } = Works.choice
    const tied = happened(
      'RoutingDecided',
      {
        decisionId: Works.secondDecision,
        policy,
        chosen: ben,
        considered: [
          Works.scored(ana, 30),
          Works.scored(ben, 30),
          { agentId: cyd, excludedBy: 'presence' },
          { ...Works.scored(id(100), 31), excludedBy: 'capacity' },
        ],
      },
      at(9),
    )
    const why = { at: at(0), policy_key: 'bySkill', policy_version: 1 }
    const explanation = '3 considered: 1 lacks the skill; chosen for 40 of 100 points'
    const rows = after(Works.requested, Works.anaChosen, tied).answer(q09, { work })
    expect(rows.slice(0, 3)).toEqual([
      {
        ...why,
        explanation,
        agent_id: ana,
        is_chosen: 1,
        score: 40,
        excluded_by: null,
        lacking_skill: null,
      },
      {
        ...why,
        explanation,
        agent_id: ben,
        is_chosen: 0,
        score: 24,
        excluded_by: null,
        lacking_skill: null,
      },
      {
        ...why,
        explanation,
        agent_id: cyd,
        is_chosen: 0,
        score: null,
        excluded_by: 'skill',
        lacking_skill: 'repair',
      },
    ])
    expect(rows.slice(3).map(({ agent_id }) => agent_id)).toEqual([ben, id(100), ana, cyd])
  })

  test('has a row also for a decision in which nobody was considered', () => {
    const { policy } = Works.choice
    const nobody = happened('RoutingDecided', {
      decisionId: Works.firstDecision,
      policy,
      considered: [],
    })
    expect(after(nobody).answer(q09, { work })).toMatchObject([
      { agent_id: null, is_chosen: 0, explanation: 'nobody considered' },
    ])
  })
})

describe('who could be given work (Q10)', () => {
  const agent = (agentId: string, ...facts: ReadonlyArray<Event>) =>
    of({ agentId }, Agents.enrolled, Agents.nowAvailable, ...facts)
  const repair = (proficiency: number, validUntil?: number) =>
    agents.happened('SkillGranted', {
      skill: 'repair',
      evidence: 'training',
      proficiency,
      ...(validUntil === undefined ? {} : { validUntil: at(validUntil) }),
    })
  const eligible = (...facts: ReadonlyArray<Event>) =>
    after(...facts)
      .answer(q10, { work })
      .map(({ agent_id }) => agent_id)
  const { requested } = Works

  test('is nobody where there is nobody, or no such work', () => {
    expect(after().answer(q10, { work })).toEqual([])
    expect(eligible(...agent(ana, repair(5)))).toEqual([])
    expect(eligible(requested)).toEqual([])
  })

  test('is whoever is there, can do it and has room for it', () => {
    const { boilerReserved } = Agents
    const full = [repair(5), boilerReserved]
    const away = agents.happened('PresenceChanged', { to: 'away' })
    expect(eligible(requested, ...agent(ana, repair(2)))).toEqual([ana])
    expect(eligible(requested, ...agent(ana, repair(1)))).toEqual([])
    expect(eligible(requested, ...agent(ana))).toEqual([])
    expect(eligible(requested, ...agent(ana, ...full))).toEqual([])
    expect(eligible(requested, ...agent(ana, ...full, Agents.boilerReleased))).toEqual([ana])
    expect(eligible(requested, ...agent(ana, repair(5), away))).toEqual([])
    expect(eligible(requested, ...agent(ana, repair(5), Agents.left))).toEqual([])
  })

  test('holds every skill that it takes', () => {
    const two = [
      { skill: 'repair', min: 2 },
      { skill: 'safety', min: 2 },
    ]
    const both = happened('WorkRequested', { ...Works.boiler, skills: two })
    expect(eligible(both, ...agent(ana, repair(5)))).toEqual([])
    expect(eligible(both, ...agent(ana, repair(5), Agents.certifiedForAnHour))).toEqual([ana])
  })

  test('is anybody with room where it takes no skill', () => {
    const easy = happened('WorkRequested', { ...Works.boiler, skills: [] })
    expect(after(easy, ...agent(ana)).answer(q10, { work })).toEqual([
      { agent_id: ana, name: 'Ana Ruiz', fit: 0, free_units: 3, idle_since: at(0) },
    ])
  })

  test('holds a skill until the instant at which it expires', () => {
    const facts = [requested, ...agent(ana, repair(3, 60))]
    const note = (minutes: number) => agents.happened('CapacitySet', { units: 3 }, at(minutes))
    expect(eligible(...facts, note(59))).toEqual([ana])
    expect(eligible(...facts, note(60))).toEqual([])
  })

  test('did not refuse it since it was last put back', () => {
    const { declinedByAna, lapsed, putBack } = Works
    const facts = [requested, ...agent(ana, repair(3)), ...agent(ben, repair(2))]
    expect(eligible(...facts, declinedByAna)).toEqual([ben])
    expect(eligible(...facts, lapsed)).toEqual([ben])
    expect(eligible(...facts, declinedByAna, putBack)).toEqual([ana, ben])
    expect(eligible(...facts, putBack, declinedByAna)).toEqual([ben])
    const other = of({ workId: id(299) }, declinedByAna)
    expect(eligible(...facts, ...other)).toEqual([ana, ben])
  })

  test('comes first with the most skill, then room, then the longest idle, then by id', () => {
    const units = (n: number) => agents.happened('CapacitySet', { units: n })
    const since = (minutes: number) =>
      agents.happened('PresenceChanged', { to: 'available' }, at(minutes))
    const light = agents.happened('WorkReserved', { workId: id(298), weight: 1 })
    expect(
      eligible(
        requested,
        ...agent(id(101), repair(2)),
        ...agent(id(102), repair(4)),
        ...agent(id(103), repair(2), units(4)),
        ...agent(id(104), repair(2), since(-5)),
        ...agent(id(105), repair(2), units(4), light),
        ...agent(id(106), repair(2), since(-5)),
      ),
    ).toEqual([id(102), id(103), id(104), id(106), id(101), id(105)])
  })
})

import { describe, expect, test } from '@jest/globals'
import { Agents, Works, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after, of } from '../given.samples.ts'
import { q11 } from '../index.ts'

const { ana, ben, cyd } = Works
const { happened } = Works.story
const agents = Agents.story
const days = 24 * 60

describe('scarce skills (Q11)', () => {
  const scarce = (facts: ReadonlyArray<Event>, given = {}) => after(...facts).answer(q11, given)
  const wanted = (n: number, minutes: number, ...skills: ReadonlyArray<string>) =>
    of(
      { workId: id(200 + n) },
      happened(
        'WorkRequested',
        { ...Works.boiler, skills: skills.map((skill) => ({ skill, min: 2 })) },
        at(minutes),
      ),
    )
  const taken = (n: number, minutes: number) =>
    of(
      { workId: id(200 + n) },
      happened('WorkAccepted', { agentId: ana, afterSeconds: 0 }, at(minutes)),
    )
  const holder = (agentId: string, skill: string, more = {}) =>
    of(
      { agentId },
      Agents.enrolled,
      agents.happened('SkillGranted', { ...Agents.repair, skill, ...more }),
    )

  test('are none where nothing is wanted', () => {
    expect(scarce([])).toEqual([])
    expect(scarce(holder(ana, 'repair'))).toEqual([])
  })

  test('are those of which nothing was accepted, then those waited for longest', () => {
    const facts = [
      ...wanted(1, 0, 'repair'),
      ...wanted(2, 0, 'repair', 'safety'),
      ...wanted(3, 0, 'product'),
      ...wanted(4, 0, 'product', 'mediation'),
      ...taken(1, 2),
      ...taken(2, 5),
      ...taken(3, 9),
      ...of({ workId: id(204) }, Works.withdrawn),
      ...holder(ana, 'repair'),
      ...holder(ben, 'repair', { validUntil: at(9) }),
      ...holder(cyd, 'repair', { validUntil: at(10) }),
      ...holder(id(104), 'repair'),
      ...of({ agentId: id(104) }, Agents.left),
    ]
    const minutes = 60_000
    expect(scarce(facts)).toEqual([
      { skill: 'mediation', demand: 1, waiting: 0, supply: 0, mean_wait_ms: null },
      { skill: 'product', demand: 2, waiting: 0, supply: 0, mean_wait_ms: 9 * minutes },
      { skill: 'safety', demand: 1, waiting: 0, supply: 0, mean_wait_ms: 5 * minutes },
      { skill: 'repair', demand: 2, waiting: 0, supply: 2, mean_wait_ms: 3.5 * minutes },
    ])
  })

  test('count what still looks for an agent, asked or not', () => {
    const asked = of({ workId: id(202) }, happened('WorkOffered', Works.offer))
    expect(scarce([...wanted(1, 0, 'repair'), ...wanted(2, 0, 'repair'), ...asked])).toMatchObject([
      { demand: 2, waiting: 2 },
    ])
  })

  test('are of the last days', () => {
    const facts = [...wanted(1, 0, 'repair'), ...wanted(2, 30 * days, 'safety')]
    expect(scarce(facts)).toMatchObject([{ skill: 'safety' }])
    expect(scarce(facts, { days: 31 })).toHaveLength(2)
  })

  test('are waited for in whole milliseconds, halves rounded up', () => {
    const odd = (n: number, ms: number) =>
      of(
        { workId: id(200 + n), at: at(0) + ms },
        happened('WorkAccepted', { agentId: ana, afterSeconds: 0 }),
      )
    const facts = [...wanted(1, 0, 'repair'), ...wanted(2, 0, 'repair'), ...odd(1, 1), ...odd(2, 2)]
    expect(scarce(facts)).toMatchObject([{ mean_wait_ms: 2 }])
  })
})

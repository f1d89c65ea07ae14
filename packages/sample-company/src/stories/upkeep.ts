/**
 * What a company does beside its customers' requests: skills are renewed, batches entered, records
 * looked through, and people forgotten who wish to be.
 */
import { diceOf } from '../chance/dice.ts'
import { day, hour, minute, yearBegins } from '../calendar.ts'
import type { Customer } from '../people/customers.ts'
import {
  agentCalled,
  reaction,
  say,
  sayTogether,
  supervisor,
  system,
  waitUntil,
  type Story,
} from '../simulation/story.ts'
import type { Agent } from '../staff/agents.ts'
import { granting } from './founding.ts'
import { batchOf } from './surveys.ts'
import type { Scene } from './scene.ts'

const at = (dayOfYear: number, millis = 0): number => yearBegins + dayOfYear * day + millis

/** Every second Monday morning what the surveyor brought back. */
export function* batchesEntered(scene: Scene): Story {
  const dice = diceOf(scene.seed, 'batches')
  for (let monday = 12; ; monday += 14) {
    yield* waitUntil(at(monday, 7 * hour))
    yield* sayTogether(...batchOf(scene.notebook.splice(0), dice.uuid))
  }
}

/** A certificate is renewed a week before it ends, in time for most, or some days too late. */
export function* skillsRenewed(scene: Scene, agent: Agent): Story {
  const dice = diceOf(scene.seed, 'renewals', agent.agentId)
  for (const held of agent.skills) {
    const { validUntil } = held
    if (validUntil === undefined) continue
    const isLate = dice.percent(25)
    yield* waitUntil(validUntil + (isLate ? 6 : -7) * day + dice.below(8 * 60) * minute)
    yield* sayTogether(granting(agent, { ...held, validUntil: validUntil + 400 * day }))
  }
}

/** Who learns more holds more; who was trained for something else is not asked for it any more. */
export function* grown(scene: Scene, agent: Agent): Story {
  const dice = diceOf(scene.seed, 'growth', agent.agentId)
  const { agentId, units } = agent
  yield* waitUntil(at(dice.between(3, 300), 9 * hour))
  if (dice.percent(35) && units < 6)
    yield* say(supervisor, {
      type: 'SetCapacity',
      data: { agentId, units: units + 1, ...(dice.percent(50) ? { perChannel: { chat: 1 } } : {}) },
    })
  if (!dice.percent(20)) return
  yield* waitUntil(scene.now() + dice.between(1, 40) * day)
  yield* sayTogether(granting(agent, { skill: 'gasSafety', proficiency: 1 }))
  yield* waitUntil(scene.now() + dice.between(5, 60) * day)
  const data = { agentId, skill: 'gasSafety', reason: 'notNeeded' }
  yield* say(supervisor, { type: 'RevokeSkill', data })
}

/** Days after the last day at work, so that everything that was held is done by then. */
const notice = 30

/** Leaves once nothing is reserved any more. */
export function* left({ agentId }: Agent, from: number): Story {
  yield* waitUntil(at(from + notice, 12 * hour))
  yield* reaction(minute)
  yield* say(supervisor, { type: 'RetireAgent', data: { agentId } })
}

const quarters = [89, 180, 272, 363]

/** Once a quarter somebody looks through some records. */
export function* audited(scene: Scene): Story {
  const dice = diceOf(scene.seed, 'audits')
  for (const quarter of quarters) {
    yield* waitUntil(at(quarter, 14 * hour))
    const there = scene.customers.filter(
      ({ since, erasedOn }) => since < quarter && erasedOn === undefined,
    )
    for (let n = 0; n < 8; n += 1) {
      const { partyId } = dice.pick(there)
      const data = {
        partyId,
        purpose: 'audit',
        parts: ['profile', 'assessments', 'sales'],
      } as const
      yield* say({ ...supervisor, id: 'privacy-officer' }, { type: 'ShowCustomerRecord', data })
      yield* waitUntil(scene.now() + dice.between(2, 9) * minute)
    }
  }
}

/** A move, a sale of the house: addresses are retired and roles end. */
export function* moved(scene: Scene, customer: Customer): Story {
  const dice = diceOf(scene.seed, 'moves', customer.partyId)
  const { partyId, points, role, since, erasedOn } = customer
  if (erasedOn !== undefined || !dice.percent(4)) return
  yield* waitUntil(at(since + dice.between(2, 330), 10 * hour + dice.below(300) * minute))
  const spare = points.at(-1)
  const registry = system('registry')
  const reason = dice.pick(['asked', 'unreachable', 'replaced', 'wrong'] as const)
  if (spare !== undefined && points.length > 1)
    yield* say(registry, {
      type: 'RetireContactPoint',
      data: { partyId, pointId: spare.pointId, reason },
    })
  if (!dice.percent(40)) return
  yield* say(registry, { type: 'AssumeRole', data: { partyId, role: 'custodian' } })
  yield* waitUntil(scene.now() + dice.between(1, 90) * day)
  yield* say(registry, { type: 'EndRole', data: { partyId, role: 'custodian' } })
  yield* say(registry, { type: 'AssumeRole', data: { partyId, role } })
}

/** Shown what is held about them, then forgotten. */
export function* forgotten({ staff }: Scene, { partyId, erasedOn }: Customer): Story {
  if (erasedOn === undefined) return
  yield* waitUntil(at(erasedOn, 9 * hour))
  const clerk = staff.agents[0]
  const parts = ['profile', 'contacts', 'timeline', 'requests', 'sales', 'assessments'] as const
  const data = { partyId, purpose: 'disclosure', parts }
  if (clerk !== undefined)
    yield* say(agentCalled(clerk.agentId), { type: 'ShowCustomerRecord', data })
  yield* waitUntil(at(erasedOn, 15 * hour))
  yield* say(supervisor, { type: 'EraseParty', data: { partyId, basis: 'asked' } })
}

/** The last thing that happens, so that a log that was played out can be told from any other. */
export function* ended(scene: Scene, ends: number): Story {
  yield* waitUntil(ends - 1)
  const { partyId } = diceOf(scene.seed, 'end').pick(
    scene.customers.filter(({ erasedOn }) => erasedOn === undefined),
  )
  const data = { partyId, purpose: 'audit', parts: ['profile'] } as const
  yield* say({ ...supervisor, id: 'privacy-officer' }, { type: 'ShowCustomerRecord', data })
}

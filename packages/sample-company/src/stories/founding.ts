/**
 * The first minutes: everybody who works here is enrolled, and everybody who was known is registered.
 * Who becomes a customer later is registered on the morning of that day.
 */
import { diceOf } from '../chance/dice.ts'
import { day, hour, minute, second, yearBegins } from '../calendar.ts'
import type { Customer } from '../people/customers.ts'
import {
  begin,
  say,
  sayTogether,
  supervisor,
  system,
  waitUntil,
  type DeskCommand,
  type Saying,
  type Story,
} from '../simulation/story.ts'
import type { Agent, Skill } from '../staff/agents.ts'
import type { Scene } from './scene.ts'

const registry = system('registry')

export function* founded(scene: Scene): Story {
  for (const agent of scene.staff.agents) yield* say(supervisor, enrolmentOf(agent))
  for (const agent of scene.staff.agents)
    yield* sayTogether(...agent.skills.map((skill) => granting(agent, skill)))
  yield* waitUntil(scene.now() + second)
  const known = scene.customers.filter(({ since }) => since === 0)
  yield* registered(scene, known)
  for (const customer of scene.customers)
    if (customer.since > 0) yield* begin(joined(scene, customer))
}

const enrolmentOf = (agent: Agent): DeskCommand => {
  const { agentId, name, department, region, zone, languages, units } = agent
  return {
    type: 'EnrolAgent',
    data: { agentId, name, department, region, zone, languages, units },
  }
}

const evidences = ['training', 'certificate', 'assessed', 'peer'] as const

/** The evidence follows from the agent, so that a skill that is renewed keeps it. */
export const granting = ({ agentId }: Pick<Agent, 'agentId'>, held: Skill): Saying => {
  const evidence = diceOf(0, 'evidence', agentId, held.skill).pick(evidences)
  return {
    by: supervisor,
    command: { type: 'GrantSkill', data: { agentId, ...held, evidence } },
  }
}

/** How many are registered at one instant. */
const together = 50

/** In batches, a tenth of a second apart; to each party in order, and to all of them beside each other. */
function* registered(scene: Scene, customers: ReadonlyArray<Customer>): Story {
  for (let from = 0; from < customers.length; from += together) {
    yield* sayTogether(
      ...customers.slice(from, from + together).flatMap((each) => profileOf(scene, each)),
    )
    yield* waitUntil(scene.now() + second / 10)
  }
}

function* joined(scene: Scene, customer: Customer): Story {
  const dice = diceOf(scene.seed, 'joined', customer.partyId)
  yield* waitUntil(yearBegins + customer.since * day + dice.below(10 * minute))
  yield* sayTogether(...profileOf(scene, customer))
  if (!dice.percent(50)) return
  const [point] = customer.points
  if (point === undefined) return
  yield* waitUntil(scene.now() + dice.between(1, 200) * hour)
  const method = dice.pick(['code', 'answered', 'document', 'login'] as const)
  const { partyId } = customer
  yield* say(registry, {
    type: 'VerifyContactPoint',
    data: { partyId, pointId: point.pointId, method },
  })
}

const profileOf = ({ seed }: Scene, customer: Customer): ReadonlyArray<Saying> => {
  const { partyId, kind, name, tongue: language, zone, points, role } = customer
  const dice = diceOf(seed, 'profile', partyId)
  const source = dice.pick(['legacy', 'webForm', 'dealer'])
  const commands: ReadonlyArray<DeskCommand> = [
    { type: 'RegisterParty', data: { partyId, kind, name, language, zone, source } },
    ...points.map((point) => ({ type: 'AddContactPoint', data: { partyId, ...point } }) as const),
    ...(dice.percent(85) ? [{ type: 'AssumeRole', data: { partyId, role } } as const] : []),
  ]
  return commands.map((command) => ({ by: registry, command }))
}

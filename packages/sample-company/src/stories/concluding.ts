/**
 * How a request that was worked on ends: a solution, accepted or not, and the request closed.
 */
import { day, hour, minute } from '../calendar.ts'
import { isSpoken } from '../demand.ts'
import {
  agentCalled,
  customerCalled,
  say,
  system,
  waitUntil,
  type Story,
} from '../simulation/story.ts'
import { settled } from './aftermath.ts'
import type { Experience } from './answer.ts'
import { replied } from './mail.ts'
import { solutionOf } from './opening.ts'
import type { Case, Scene } from './scene.ts'
import { there } from './turns.ts'

interface End {
  readonly agentId: string
  readonly waited: Experience['waited']
}

export function* concluded(scene: Scene, c: Case, { agentId, waited }: End): Story {
  const { need, dice, requestId, customer } = c
  const { partyId } = customer
  yield* say(agentCalled(agentId), solutionOf(c))
  if (!isSpoken(need.channel) && dice.percent(50)) yield* replied(c, agentId)
  const hadTrouble = dice.percent(7)
  const last = hadTrouble ? yield* triedAgain(scene, c, agentId) : agentId
  yield* closed(scene, c, last)
  yield* settled(scene, c, { requestId, partyId, agentId: last, waited, hadTrouble })
}

const objections = ['incomplete', 'tooDear', 'worseThanBefore'] as const

/** The customer is not content, and the second attempt is. */
function* triedAgain(scene: Scene, c: Case, agentId: string): Story<string> {
  const { dice, requestId, customer } = c
  yield* waitUntil(scene.now() + dice.between(1, 30) * hour)
  const reason = dice.pick(objections)
  yield* say(customerCalled(customer.partyId), {
    type: 'RejectSolution',
    data: { requestId, reason },
  })
  const last = yield* there(scene, c, { agentId, after: dice.between(30, 300) * minute })
  yield* say(agentCalled(last), solutionOf(c))
  return last
}

/** Accepted by the customer, closed by the agent, or closed by itself when nobody objects. */
function* closed(scene: Scene, c: Case, agentId: string): Story {
  const { need, dice, requestId, customer } = c
  const way = dice.weighted<'accepted' | 'agent' | 'auto'>([
    [40, 'accepted'],
    [45, 'agent'],
    [15, 'auto'],
  ])
  if (way === 'auto') yield* waitUntil(scene.now() + 3 * day)
  if (way === 'accepted') {
    yield* waitUntil(scene.now() + dice.between(10, 20 * 60) * minute)
    const data = { requestId, channel: need.channel }
    yield* say(customerCalled(customer.partyId), { type: 'AcceptSolution', data })
  }
  const by = way === 'agent' ? agentCalled(agentId) : system('closing')
  yield* say(by, { type: 'CloseRequest', data: { requestId, how: way, code: 'done' } })
}

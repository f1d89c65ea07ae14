/**
 * The company calls a customer about a request.
 */
import { second } from '../calendar.ts'
import { addressOn } from '../people/customers.ts'
import { agentCalled, say, waitUntil, type Story } from '../simulation/story.ts'
import type { Case, Scene } from './scene.ts'

/** Answered on the first ring or never: nobody is put into a queue. */
export function* calledBack(scene: Scene, c: Case, agentId: string): Story {
  const { dice, requestId, customer } = c
  const interactionId = dice.uuid()
  const { partyId } = customer
  const by = agentCalled(agentId)
  const direction = 'outbound'
  const remote = addressOn(customer, 'phone')
  const number = remote === undefined ? {} : { remote }
  yield* say(by, {
    type: 'StartInteraction',
    data: { interactionId, channel: 'phone', direction, partyId, requestId, ...number },
  })
  yield* say(by, { type: 'LinkInteraction', data: { requestId, interactionId, direction } })
  yield* waitUntil(scene.now() + dice.between(5, 25) * second)
  if (dice.percent(12))
    return yield* say(by, { type: 'EndInteraction', data: { interactionId, cause: 'noAnswer' } })
  yield* say(by, { type: 'AnswerInteraction', data: { interactionId, agentId } })
  yield* waitUntil(scene.now() + dice.between(40, 300) * second)
  yield* say(by, { type: 'EndInteraction', data: { interactionId, cause: 'agent' } })
}

/**
 * What a settled request leads to: an opinion, a sale, or the same trouble again.
 */
import { day, hour, minute } from '../calendar.ts'
import {
  agentCalled,
  begin,
  customerCalled,
  say,
  tryInVain,
  waitUntil,
  type Story,
} from '../simulation/story.ts'
import type { Experience } from './answer.ts'
import { solutionOf } from './opening.ts'
import { sold } from './sales.ts'
import type { Case, Scene } from './scene.ts'
import { judged } from './surveys.ts'
import { taken } from './taking.ts'
import { there } from './turns.ts'

export function* settled(scene: Scene, c: Case, experience: Experience): Story {
  const { dice, requestId } = c
  scene.over.add(requestId)
  if (dice.percent(22)) yield* begin(judged(scene, c, experience))
  if (dice.percent(8)) yield* begin(sold(scene, c, experience.agentId))
  if (dice.percent(3)) yield* begin(openedAgain(scene, c))
  else if (dice.percent(1)) yield* begin(openedTooLate(scene, c))
}

const reasons = ['sameAgain', 'neverWorked', 'newQuestion'] as const

/** Within the time in which a request can be opened again: the house looks for somebody once more. */
function* openedAgain(scene: Scene, c: Case): Story {
  const { dice, requestId, customer } = c
  yield* waitUntil(scene.now() + dice.between(6, 12 * 24) * hour)
  scene.over.delete(requestId)
  const reason = dice.pick(reasons)
  yield* say(customerCalled(customer.partyId), {
    type: 'ReopenRequest',
    data: { requestId, reason },
  })
  const taker = yield* taken(scene, requestId)
  const agentId = yield* there(scene, c, { agentId: taker, after: dice.between(20, 400) * minute })
  const by = agentCalled(agentId)
  yield* say(by, solutionOf(c))
  yield* say(by, { type: 'CloseRequest', data: { requestId, how: 'agent' } })
  scene.over.add(requestId)
}

/** Longer than any request can be opened again for. */
function* openedTooLate(scene: Scene, { requestId, customer }: Case): Story {
  yield* waitUntil(scene.now() + 75 * day)
  const by = customerCalled(customer.partyId)
  const data = { requestId, reason: 'sameAgain' }
  yield* tryInVain(by, { type: 'ReopenRequest', data }, 'ReopenWindowOver')
}

/**
 * Whose turn it is, and whether there is still anything to be done.
 */
import { day } from '../calendar.ts'
import { noteOf } from '../people/texts.ts'
import {
  customerCalled,
  say,
  supervisor,
  waitUntil,
  type DeskCommand,
  type Story,
} from '../simulation/story.ts'
import type { Case, Scene } from './scene.ts'

interface Turn {
  readonly agentId: string
  /** In how many milliseconds it is their turn. */
  readonly after: number
}

/** From how long an absence on a colleague takes over. */
const patience = 4 * day

/** Who sees to it when it is time: whoever had it or, if they are away for long, a colleague. */
export function* there(scene: Scene, c: Case, { agentId, after }: Turn): Story<string> {
  const agent = scene.staff.agent(agentId)
  const when = scene.now() + after
  const back = scene.staff.nextThere(agent, when)
  if (back !== undefined && back - when < patience) {
    yield* waitUntil(back)
    return agentId
  }
  yield* waitUntil(scene.staff.nextOf(agent.department, when))
  const colleague = scene.pickUp(agent.department, scene.now())
  if (colleague === undefined || colleague.agentId === agentId) return agentId
  yield* say(supervisor, handOverOf(c, colleague.agentId, 'absent'))
  return colleague.agentId
}

export const handOverOf = ({ requestId, dice }: Case, id: string, reason: string): DeskCommand => ({
  type: 'HandOverRequest',
  data: { requestId, to: { kind: 'agent', id }, reason, note: noteOf(dice) },
})

const reasons = ['withdrawn', 'withdrawn', 'duplicate', 'spam', 'rejected'] as const

/** Cancels what the customer does not want any more; true if it was so. */
export function* dropped(scene: Scene, { dice, requestId, customer }: Case): Story<boolean> {
  if (!scene.unwanted.has(requestId)) return false
  scene.over.add(requestId)
  scene.untaken.delete(requestId)
  const reason = dice.pick(reasons)
  yield* say(customerCalled(customer.partyId), {
    type: 'CancelRequest',
    data: { requestId, reason },
  })
  return true
}

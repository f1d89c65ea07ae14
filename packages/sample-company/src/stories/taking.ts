/**
 * How work finds an agent: the house asks, somebody takes it, and whoever waits for that is told.
 */
import { diceOf } from '../chance/dice.ts'
import { hour, minute, second } from '../calendar.ts'
import type { Offer } from '../simulation/simulation.ts'
import {
  agentCalled,
  hear,
  leave,
  reaction,
  say,
  waitUntil,
  type Story,
} from '../simulation/story.ts'
import type { Scene } from './scene.ts'

const takenKey = (requestId: string): string => `taken/${requestId}`

/** Ends with the agent who has accepted the work, once the house has made them responsible. */
export function* taken(scene: Scene, requestId: string): Story<string> {
  scene.untaken.add(requestId)
  if (scene.staff.present(scene.now()).length > 0) yield* reaction(20 * minute)
  return yield* hear(takenKey(requestId))
}

/** How long an agent who has taken something lets it lie before the house has to know. */
const settling = 40 * minute

/** Somebody is offered work: takes it, mostly; has no time for it; or does not look. */
export const answered =
  (scene: Scene) =>
  (offer: Offer): Story =>
    answering(scene, offer)

function* answering(scene: Scene, { workId, agentId, requestId, expiresAt }: Offer): Story {
  const dice = diceOf(scene.seed, 'offer', workId, agentId, expiresAt)
  const by = agentCalled(agentId)
  const what = dice.weighted<'accept' | 'decline' | 'overlook'>([
    [95, 'accept'],
    [3, 'decline'],
    [2, 'overlook'],
  ])
  yield* waitUntil(
    what === 'overlook' ? expiresAt + second : scene.now() + dice.between(5, 100) * second,
  )
  if (requestId === undefined || scene.over.has(requestId)) return
  if (what === 'overlook') return yield* reaction(0)
  if (what === 'decline') {
    const reason = dice.pick(['busy', 'absent', 'other'] as const)
    yield* say(by, { type: 'DeclineWork', data: { workId, agentId, reason } })
    return yield* reaction(minute)
  }
  yield* say(by, { type: 'AcceptWork', data: { workId, agentId } })
  scene.untaken.delete(requestId)
  yield* reaction(settling)
  yield* leave(takenKey(requestId), agentId)
}

/** Where nobody could be found, the house tries again; somebody has to wake it. */
export function* awake(scene: Scene): Story {
  for (;;) {
    yield* waitUntil(scene.now() + hour)
    if (scene.untaken.size > 0 && scene.staff.present(scene.now()).length > 0) yield* reaction(0)
  }
}

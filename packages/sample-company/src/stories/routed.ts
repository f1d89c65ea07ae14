/**
 * A request that somebody has to be found for: the house looks for an agent, who then sees to it.
 */
import { minute } from '../calendar.ts'
import {
  begin,
  sayTogether,
  system,
  waitUntil,
  type DeskCommand,
  type Saying,
  type Speaker,
  type Story,
} from '../simulation/story.ts'
import { handled } from './handling.ts'
import { classificationOf, openingOf } from './opening.ts'
import { departmentOf, type Case, type Scene } from './scene.ts'
import { taken } from './taking.ts'
import { dropped } from './turns.ts'

/** Who opens a request, and what is known beside the need itself. */
export interface Opener {
  readonly by: Speaker
  readonly news: Parameters<typeof openingOf>[1]
  /** The customer is told at once, in the name of a queue. */
  readonly isAcknowledged?: boolean
}

const triage = system('triage')

export function* routed(scene: Scene, c: Case, opener: Opener): Story {
  const { dice, requestId } = c
  const says = (by: Speaker, command: DeskCommand): Saying => ({ by, command })
  yield* sayTogether(
    says(opener.by, openingOf(c, opener.news)),
    ...(opener.isAcknowledged === true ? acknowledging(c) : []),
    says(triage, classificationOf(c)),
  )
  if (dice.percent(4)) yield* begin(regretted(scene, c))
  const agentId = yield* taken(scene, requestId)
  yield* handled(scene, c, agentId)
}

/** Nobody answers for a request yet, so that a queue has to. */
const acknowledging = (c: Case): ReadonlyArray<Saying> => {
  const { requestId } = c
  const to = { kind: 'queue', id: departmentOf(c) } as const
  return [
    { type: 'AssignResponsible', data: { requestId, to, how: 'routing' } } as const,
    { type: 'AcknowledgeRequest', data: { requestId, automatic: true } } as const,
  ].map((command) => ({ by: triage, command }))
}

/** The customer does not need it any more; who has taken it hears of that at the next turn. */
function* regretted(scene: Scene, c: Case): Story {
  const { dice, requestId } = c
  yield* waitUntil(scene.now() + dice.between(5, 30 * 60) * minute)
  if (scene.over.has(requestId)) return
  scene.unwanted.add(requestId)
  if (scene.untaken.has(requestId)) yield* dropped(scene, c)
}

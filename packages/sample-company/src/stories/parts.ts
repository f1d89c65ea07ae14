/**
 * Repairs that need a part: ordered, waited for, fitted. Here is where the time goes.
 */
import { day, hour, minute } from '../calendar.ts'
import {
  agentCalled,
  say,
  supervisor,
  tryInVain,
  type DeskCommand,
  type Story,
} from '../simulation/story.ts'
import { truths } from '../truths.ts'
import { solutionOf } from './opening.ts'
import type { Case, Scene } from './scene.ts'
import { there } from './turns.ts'

const { daysMin, daysMax } = truths.bottleneck

/** Ends with whoever fitted it. */
export function* waitedForParts(scene: Scene, c: Case, agentId: string): Story<string> {
  const { dice, requestId } = c
  const by = agentCalled(agentId)
  const tasks = dice.percent(30) ? yield* planned(scene, c, agentId) : undefined
  const lasts = dice.between(daysMin * 24, daysMax * 24) * hour
  const until = scene.now() + lasts
  yield* say(by, {
    type: 'SetWaiting',
    data: { requestId, on: 'parts', reason: 'partOrdered', ...(dice.percent(50) ? { until } : {}) },
  })
  const last = yield* there(scene, c, { agentId, after: lasts })
  yield* say(agentCalled(last), { type: 'Resume', data: { requestId, cause: 'partArrived' } })
  if (tasks === undefined)
    return yield* there(scene, c, { agentId: last, after: dice.between(30, 200) * minute })
  return yield* fitted(scene, c, { agentId: last, ...tasks })
}

interface Tasks {
  readonly order: string
  readonly fit: string
  readonly fitter: string
}

/** Two tasks that have to be done, the second after the first. */
function* planned(scene: Scene, c: Case, agentId: string): Story<Tasks> {
  const { dice, requestId } = c
  const by = agentCalled(agentId)
  const [order, fit] = [dice.uuid(), dice.uuid()]
  const fitter = scene.pickUp('engineering', scene.now())?.agentId ?? agentId
  yield* say(
    by,
    createOf(c, { taskId: order, title: 'Order the part', dependsOn: [], in: 2 * day }, scene),
  )
  yield* say(
    by,
    createOf(c, { taskId: fit, title: 'Fit the part', dependsOn: [order], in: 12 * day }, scene),
  )
  yield* say(by, assignOf(scene, { requestId, taskId: order, to: agentId }))
  yield* say(by, assignOf(scene, { requestId, taskId: fit, to: agentId }))
  const done = { requestId, taskId: fit }
  if (dice.percent(8))
    yield* tryInVain(by, { type: 'CompleteTask', data: done }, 'DependenciesOpen')
  if (fitter === agentId || !dice.percent(40)) return { order, fit, fitter: agentId }
  const { department, region } = scene.staff.agent(fitter)
  const reason = 'onSite'
  const data = { requestId, taskId: fit, to: fitter, reason, department, region }
  yield* say(dice.percent(70) ? by : supervisor, { type: 'TransferTask', data })
  return { order, fit, fitter }
}

interface Plan {
  readonly taskId: string
  readonly title: string
  readonly dependsOn: ReadonlyArray<string>
  /** Due in so many milliseconds. */
  readonly in: number
}

const createOf = ({ requestId }: Case, plan: Plan, { now }: Scene): DeskCommand => {
  const { taskId, title, dependsOn } = plan
  const skills = [{ skill: 'repair', min: 2 }]
  const what = { requestId, taskId, title, dependsOn, skills, mandatory: true }
  return { type: 'CreateTask', data: { ...what, dueAt: now() + plan.in } }
}

const assignOf = (
  { staff }: Scene,
  data: { readonly requestId: string; readonly taskId: string; readonly to: string },
): DeskCommand => {
  const { department, region } = staff.agent(data.to)
  return { type: 'AssignTask', data: { ...data, department, region } }
}

function* fitted(
  scene: Scene,
  c: Case,
  state: Tasks & { readonly agentId: string },
): Story<string> {
  const { dice, requestId } = c
  const { agentId, order, fit, fitter } = state
  const minutes = dice.between(10, 40)
  const ordered = { requestId, taskId: order, outcome: 'arrived', minutes }
  yield* say(agentCalled(agentId), { type: 'CompleteTask', data: ordered })
  if (dice.percent(6)) yield* tryInVain(agentCalled(agentId), solutionOf(c), 'MandatoryTasksOpen')
  const last = yield* there(scene, c, { agentId, after: dice.between(1, 24) * hour })
  const done = { requestId, taskId: fit, outcome: 'fitted', minutes: dice.between(20, 120) }
  yield* say(agentCalled(fitter), { type: 'CompleteTask', data: done })
  return last
}

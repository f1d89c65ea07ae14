/**
 * What an agent does about a request that was taken, until a solution is on the table.
 */
import { hour, minute } from '../calendar.ts'
import { isSpoken, type CaseType } from '../demand.ts'
import { noteOf } from '../people/texts.ts'
import { asked } from '../products.ts'
import {
  agentCalled,
  say,
  supervisor,
  tryInVain,
  type DeskCommand,
  type Speaker,
  type Story,
} from '../simulation/story.ts'
import { calledBack } from './callback.ts'
import { concluded } from './concluding.ts'
import { replied } from './mail.ts'
import { waitedForParts } from './parts.ts'
import { slowed, type Case, type Scene } from './scene.ts'
import { dropped, handOverOf, there } from './turns.ts'

export function* handled(scene: Scene, c: Case, taker: string): Story {
  const { need, dice } = c
  const soon = slowed(scene, dice.between(15, 280) * minute)
  const first = yield* there(scene, c, { agentId: taker, after: soon })
  if (yield* dropped(scene, c)) return
  const waited = { on: 'reply', millis: scene.now() - need.at } as const
  yield* attended(scene, c, first)
  const next = dice.percent(6) ? yield* handedOver(scene, c, first) : first
  yield* looked(c, next)
  const agentId = yield* waitedFor(scene, c, next)
  if (yield* dropped(scene, c)) return
  yield* done(c, agentId)
  yield* concluded(scene, c, { agentId, waited })
}

/** The customer hears from somebody, in writing or on the phone. */
function* attended(scene: Scene, c: Case, agentId: string): Story {
  const { need, dice, requestId } = c
  const by = agentCalled(agentId)
  if (need.caseType === 'complaint')
    yield* say(by, { type: 'AcknowledgeRequest', data: { requestId, automatic: false } })
  if (isSpoken(need.channel) && dice.percent(40)) yield* calledBack(scene, c, agentId)
  else if (!isSpoken(need.channel) && dice.percent(60)) yield* replied(c, agentId)
  if (dice.percent(35)) yield* noted(c, by)
}

const audiences = ['team', 'staff', 'staff', 'customer'] as const

function* noted({ dice, requestId }: Case, by: Speaker): Story {
  const audience = dice.pick(audiences)
  const body = noteOf(dice)
  yield* say(by, { type: 'AddNote', data: { requestId, noteId: dice.uuid(), body, audience } })
}

function* handedOver(scene: Scene, c: Case, agentId: string): Story<string> {
  const { department } = scene.staff.agent(agentId)
  const next = scene.pickUp(department, scene.now() + minute)
  if (next === undefined || next.agentId === agentId) return agentId
  const reason = c.dice.pick(['expertise', 'load', 'language'])
  yield* say(agentCalled(agentId), handOverOf(c, next.agentId, reason))
  return yield* there(scene, c, { agentId: next.agentId, after: c.dice.between(20, 120) * minute })
}

// ------------------------------------------------------------------------------------------------
// the work itself
// ------------------------------------------------------------------------------------------------

const stages: Readonly<Record<CaseType, readonly [begun: string, done: string]>> = {
  priceQuery: ['asked', 'answered'],
  whereToBuy: ['asked', 'answered'],
  usage: ['asked', 'explained'],
  fault: ['diagnosed', 'repaired'],
  complaint: ['investigated', 'answered'],
}

const entering = ({ requestId }: Case, stage: string): DeskCommand => ({
  type: 'EnterStage',
  data: { requestId, stage },
})

/** What it is about and how far it has come; now and then somebody is rash. */
function* looked(c: Case, agentId: string): Story {
  const { need, dice, requestId } = c
  const by = agentCalled(agentId)
  if (need.sku === undefined && dice.percent(20)) {
    const sku = dice.weighted(asked)
    yield* say(by, { type: 'IdentifyProduct', data: { requestId, sku } })
  }
  if (dice.percent(30)) yield* say(by, entering(c, stages[need.caseType][0]))
  if (dice.percent(1))
    yield* tryInVain(by, { type: 'CloseRequest', data: { requestId, how: 'agent' } }, 'NoSolution')
  if (need.caseType !== 'complaint' || !dice.percent(10)) return
  yield* say(supervisor, { type: 'SetPriority', data: { requestId, priority: 1, reason: 'press' } })
}

function* done(c: Case, agentId: string): Story {
  const { need, dice, requestId } = c
  const by = agentCalled(agentId)
  if (dice.percent(30)) yield* say(by, entering(c, stages[need.caseType][1]))
  if (need.caseType !== 'complaint' || !dice.percent(3)) return
  const rash = { requestId, code: 'refunded', text: 'We are sorry.' }
  yield* tryInVain(by, { type: 'ProposeSolution', data: rash }, 'ComplaintIncomplete')
}

/** Ends with who goes on with it. */
function* waitedFor(scene: Scene, c: Case, agentId: string): Story<string> {
  const { need, dice } = c
  if (need.caseType === 'fault' && dice.percent(50)) return yield* waitedForParts(scene, c, agentId)
  if (dice.percent(need.caseType === 'complaint' ? 35 : 15))
    return yield* waitedForOthers(scene, c, agentId)
  return yield* there(scene, c, { agentId, after: dice.between(5, 90) * minute })
}

const others = {
  priceQuery: ['customer'],
  whereToBuy: ['customer'],
  usage: ['customer'],
  fault: ['appointment', 'customer'],
  complaint: ['thirdParty', 'approval', 'customer'],
} as const

/** A word from somebody else, which takes hours. */
function* waitedForOthers(scene: Scene, c: Case, agentId: string): Story<string> {
  const { need, dice, requestId } = c
  const on = dice.pick<(typeof others)[CaseType][number]>(others[need.caseType])
  const asking = { requestId, on, reason: 'asked' } as const
  yield* say(agentCalled(agentId), { type: 'SetWaiting', data: asking })
  const last = yield* there(scene, c, { agentId, after: dice.between(3, 40) * hour })
  yield* say(agentCalled(last), { type: 'Resume', data: { requestId, cause: 'answered' } })
  return last
}

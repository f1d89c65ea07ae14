/**
 * A talk from its answer on: who it is is found out, the record looked at, somebody else asked.
 */
import { minute, second } from '../calendar.ts'
import { agentCalled, say, waitUntil, type DeskCommand, type Story } from '../simulation/story.ts'
import type { Case, Scene } from './scene.ts'

interface Talk {
  readonly agentId: string
  readonly interactionId: string
}

/** Ends with the agent who talks at the end of it. */
export function* conversation(scene: Scene, c: Case, talk: Talk): Story<string> {
  const { dice } = c
  const { interactionId } = talk
  const lasts = dice.between(60, 540) * second
  scene.occupy(talk.agentId, scene.now() + lasts)
  if (dice.percent(30)) yield* known(scene, c, talk)
  if (dice.percent(9)) yield* held(scene, c, talk)
  const agentId = dice.percent(5) ? yield* passedOn(scene, c, talk) : talk.agentId
  if (dice.percent(18)) yield* say(agentCalled(agentId), showingOf(c, interactionId))
  yield* waitUntil(scene.now() + lasts)
  return agentId
}

const ways = ['callerId', 'claimed', 'verified', 'serial'] as const

function* known(scene: Scene, { dice, customer, need }: Case, talk: Talk): Story {
  yield* waitUntil(scene.now() + dice.between(2, 20) * second)
  const how = need.channel === 'chat' ? 'login' : dice.pick(ways)
  const confidence =
    how === 'verified' || how === 'login' || dice.percent(60) ? 'known' : 'probable'
  yield* say(agentCalled(talk.agentId), {
    type: 'IdentifyCaller',
    data: {
      interactionId: talk.interactionId,
      partyId: customer.partyId,
      how,
      confidence,
      popMs: dice.between(60, 900),
    },
  })
}

function* held(scene: Scene, { dice }: Case, { agentId, interactionId }: Talk): Story {
  const by = agentCalled(agentId)
  yield* waitUntil(scene.now() + dice.between(20, 120) * second)
  yield* say(by, { type: 'HoldInteraction', data: { interactionId } })
  yield* waitUntil(scene.now() + dice.between(10, 150) * second)
  yield* say(by, { type: 'RetrieveInteraction', data: { interactionId } })
}

/** To a colleague, who answers soon; with a word first or without. */
function* passedOn(scene: Scene, { dice }: Case, { agentId, interactionId }: Talk): Story<string> {
  const next = scene.pickUp('engineering', scene.now() + dice.between(5, 40) * second)
  if (next === undefined || next.agentId === agentId) return agentId
  const kind = dice.pick(['blind', 'consult'] as const)
  const to = dice.percent(60)
    ? ({ kind: 'agent', id: next.agentId } as const)
    : ({ kind: 'queue', id: 'engineers' } as const)
  yield* say(agentCalled(agentId), {
    type: 'TransferInteraction',
    data: { interactionId, to, kind },
  })
  yield* waitUntil(next.at)
  const answer = { interactionId, agentId: next.agentId }
  yield* say(agentCalled(next.agentId), { type: 'AnswerInteraction', data: answer })
  scene.occupy(next.agentId, scene.now() + 5 * minute)
  return next.agentId
}

const purposes = ['service', 'identification', 'offer'] as const

export const showingOf = ({ dice, customer }: Case, interactionId: string): DeskCommand => ({
  type: 'ShowCustomerRecord',
  data: {
    partyId: customer.partyId,
    purpose: dice.pick(purposes),
    parts: dice.percent(50) ? ['profile', 'timeline'] : ['profile', 'contacts', 'requests'],
    interactionId,
  },
})

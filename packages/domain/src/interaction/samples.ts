/**
 * María calls, Ana answers, Ben helps; and the letters between them. Projectors use them too.
 */
import { id, specification } from '@deskledger/kernel/testing'
import type { AgentId, InteractionId, PartyId, RequestId, WorkId } from '../primitives.ts'
import { decider } from './index.ts'

export const call: InteractionId = id(21)
export const maria: PartyId = id(1)
export const ana: AgentId = id(31)
export const ben: AgentId = id(32)
export const request: RequestId = id(41)
export const work: WorkId = id(51)

export const story = specification(decider, { own: { interactionId: call } })
const { happened } = story

// ------------------------------------------------------------------------------------------------
// a call
// ------------------------------------------------------------------------------------------------

export const incoming = { channel: 'phone', direction: 'inbound', remote: '+34600123456' } as const
export const started = happened('InteractionStarted', incoming)
export const queued = happened('InteractionQueued', { queue: 'frontDesk' })
export const offeredToAna = happened('InteractionOffered', { agentId: ana, workId: work })
export const answeredByAna = happened('InteractionAnswered', { agentId: ana, waitedSeconds: 0 })
export const held = happened('InteractionHeld', {})
export const retrieved = happened('InteractionRetrieved', { heldSeconds: 0 })
export const toBen = { to: { kind: 'agent', id: ben }, kind: 'consult' } as const
export const toEngineers = { to: { kind: 'queue', id: 'engineers' }, kind: 'blind' } as const
export const toMaker = { to: { kind: 'external', id: 'maker' }, kind: 'blind' } as const
export const passedToBen = happened('InteractionTransferred', { from: ana, ...toBen })
export const passedToEngineers = happened('InteractionTransferred', { from: ana, ...toEngineers })
export const abandoned = happened('InteractionAbandoned', { waitedSeconds: 0, short: false })
export const ended = happened('InteractionEnded', {
  cause: 'customer',
  talkedSeconds: 0,
  heldSeconds: 0,
})
export const wrappedUp = happened('WrapUpCompleted', { disposition: 'solved', seconds: 0 })

/** María is on the line with Ana. */
export const onTheLine = [started, queued, offeredToAna, answeredByAna]

// ------------------------------------------------------------------------------------------------
// messages
// ------------------------------------------------------------------------------------------------

export const mail = {
  channel: 'email',
  from: 'maria@example.org',
  subject: 'My boiler',
  body: 'It leaks again.',
  partyId: maria,
  requestId: request,
} as const
export const reply = { channel: 'email', to: 'maria@example.org', agentId: ana } as const
export const received = happened('MessageReceived', mail)
export const sent = happened('MessageSent', reply)
export const delivered = happened('MessageDelivered', {})
export const failed = happened('MessageFailed', { reason: 'mailboxFull' })

// ------------------------------------------------------------------------------------------------
// who it is
// ------------------------------------------------------------------------------------------------

export const guess = { partyId: maria, how: 'callerId', confidence: 'probable' } as const
export const proof = { partyId: maria, how: 'verified', confidence: 'known', popMs: 180 } as const
export const guessed = happened('CallerIdentified', guess)
export const proved = happened('CallerIdentified', proof)

// ------------------------------------------------------------------------------------------------
// any interaction
// ------------------------------------------------------------------------------------------------

/** How often random commands ask for what, so that random calls get far enough. */
export const talkative = {
  StartInteraction: 6,
  SendMessage: 2,
  OfferInteraction: 2,
  AnswerInteraction: 4,
  HoldInteraction: 3,
  RetrieveInteraction: 2,
}

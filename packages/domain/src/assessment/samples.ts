/**
 * María's opinion of how her boiler was repaired, as the house asks for it. Projectors use it too.
 */
import { at, id, specification } from '@deskledger/kernel/testing'
import { house, type Instrument } from '../definitions.ts'
import type { AgentId, AssessmentId, BatchId, PartyId, RequestId } from '../primitives.ts'
import { decider } from './index.ts'

export const opinion: AssessmentId = id(81)
export const maria: PartyId = id(1)
export const request: RequestId = id(41)
export const ana: AgentId = id(31)
export const batch: BatchId = id(91)

export const service = house.instruments[0] as Instrument
export const story = specification(decider, {
  own: { assessmentId: opinion },
  facts: { instrument: service },
})
const { happened } = story

export const subject = { kind: 'request', id: request as string } as const
const clerk = { kind: 'agent', id: 'clerk' } as const

/** Open for an hour. */
export const invitation = {
  subject,
  instrument: 'service',
  mode: 'sms',
  partyId: maria,
  agentId: ana,
  expiresAt: at(60),
} as const
export const invited = happened('AssessmentInvited', {
  ...invitation,
  instrument: service.def,
  requestId: request,
  by: clerk,
})

/** Fast, and mostly solved. */
export const marks = [
  { dimension: 'responseTime', value: 5 },
  { dimension: 'degreeSolved', value: 4 },
] as const
export const answer = { subject, instrument: 'service', mode: 'sms', scores: marks } as const
export const scores = [
  { dimension: 'responseTime', value: 5, scaleMin: 1, scaleMax: 5, weight: 1 },
  { dimension: 'degreeSolved', value: 4, scaleMin: 1, scaleMax: 5, weight: 2 },
]
/** (1 × 5 + 2 × 4) ÷ 3 = 4.33 */
export const overallHundredths = 433
export const unasked = {
  ...answer,
  instrument: service.def,
  requestId: request,
  scores,
  overallHundredths,
  collectedAt: at(0),
  enteredBy: clerk,
} as const
export const scored = happened('SatisfactionScored', { ...unasked, partyId: maria, agentId: ana })
export const declined = happened('AssessmentDeclined', { reason: 'noTime' })
export const expired = happened('AssessmentExpired', {}, at(60))

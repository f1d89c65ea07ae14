/**
 * How a request begins: opened, classified, and in simple cases settled in one go.
 */
import type { DeskCommand, Saying, Speaker } from '../simulation/story.ts'
import { agentCalled, customerCalled } from '../simulation/story.ts'
import { answerIn, subjectOf } from '../people/texts.ts'
import type { Case } from './scene.ts'

type Opening = Extract<DeskCommand, { readonly type: 'OpenRequest' }>['data']

/** `news` is what is known beside the need itself, such as the contact that it came by. */
export const openingOf = (
  { need, dice, requestId, customer }: Case,
  news: Partial<Opening> = {},
): DeskCommand => ({
  type: 'OpenRequest',
  data: {
    requestId,
    caseType: need.caseType,
    subject: subjectOf(dice, customer.tongue, need.caseType),
    channel: need.channel,
    origin: 'inbound',
    partyId: customer.partyId,
    number: `R-${need.n + 1}`,
    ...(need.sku === undefined ? {} : { sku: need.sku }),
    ...news,
  },
})

const topics = ['delivery', 'handling', 'invoice', 'leak', 'noise', 'price', 'temperature'] as const

/** Faults and complaints weigh more than questions. */
export const classificationOf = ({ need: { caseType }, dice, requestId }: Case): DeskCommand => {
  const isGrave = caseType === 'fault' || caseType === 'complaint'
  const severity = isGrave ? dice.between(1, 4) : dice.between(3, 5)
  const impact = isGrave ? dice.between(2, 5) : dice.between(4, 5)
  const topic = dice.percent(60) ? { topic: dice.pick(topics) } : {}
  return { type: 'ClassifyRequest', data: { requestId, severity, impact, ...topic } }
}

const codes = ['answered', 'explained', 'referred', 'repaired', 'refunded', 'replaced'] as const
const causes = ['assembly', 'billing', 'delivery', 'operation', 'supplier', 'wear'] as const

/** Always with the cause where a rule asks for it. */
export const solutionOf = ({ need, dice, requestId, customer }: Case): DeskCommand => {
  const isGrave = need.caseType === 'fault' || need.caseType === 'complaint'
  const cause = isGrave ? { rootCause: dice.pick(causes) } : {}
  const text = answerIn(customer.tongue)
  return {
    type: 'ProposeSolution',
    data: { requestId, code: dice.pick(codes), text, ...cause },
  }
}

/** How many of a hundred are settled as soon as somebody looks at them. */
const simple = { priceQuery: 95, whereToBuy: 97, usage: 91, fault: 66, complaint: 60 }

export const isSimple = ({ need, dice }: Case): boolean => dice.percent(simple[need.caseType])

/** Opened, settled and closed by one agent, in the order in which rules want it. */
export const settledAtOnce = (
  c: Case,
  agentId: string,
  interactionId: string,
): ReadonlyArray<Saying> => {
  const { need, dice, requestId } = c
  const by = agentCalled(agentId)
  const says = (speaker: Speaker, command: DeskCommand): Saying => ({ by: speaker, command })
  const isComplaint = need.caseType === 'complaint'
  const acknowledged = {
    type: 'AcknowledgeRequest',
    data: { requestId, automatic: false },
  } as const
  const isAccepted = dice.percent(8)
  const accepted = { type: 'AcceptSolution', data: { requestId, channel: need.channel } } as const
  const how = isAccepted ? 'accepted' : dice.pick(['agent', 'agent', 'customer'] as const)
  return [
    says(by, openingOf(c, { interactionId })),
    ...(isComplaint ? [says(by, acknowledged)] : []),
    ...(isComplaint || dice.percent(5) ? [says(by, classificationOf(c))] : []),
    says(by, solutionOf(c)),
    ...(isAccepted ? [says(customerCalled(c.customer.partyId), accepted)] : []),
    says(by, { type: 'CloseRequest', data: { requestId, how } }),
  ]
}

/**
 * What the company writes to customers.
 */
import { addressOn, type Customer } from '../people/customers.ts'
import { answerIn } from '../people/texts.ts'
import type { Written } from '../demand.ts'
import { agentCalled, say, system, type Story } from '../simulation/story.ts'
import type { Case } from './scene.ts'

export const addressOf = (customer: Customer, channel: Written): string => {
  const wanted = channel === 'letter' ? 'letter' : channel === 'email' ? 'email' : 'phone'
  const [any] = customer.points
  return addressOn(customer, wanted) ?? any?.address ?? 'unknown'
}

const postman = system('postman')

/** An answer by mail, which arrives or, now and then, does not; mostly nobody hears of that. */
export function* replied({ dice, requestId, customer }: Case, agentId: string): Story {
  const { partyId, tongue } = customer
  const interactionId = dice.uuid()
  const to = addressOf(customer, 'email')
  const what = { interactionId, channel: 'email', to, body: answerIn(tongue) } as const
  yield* say(agentCalled(agentId), {
    type: 'SendMessage',
    data: { ...what, requestId, partyId, agentId },
  })
  if (dice.percent(30)) yield* say(postman, { type: 'ConfirmDelivery', data: { interactionId } })
  else if (dice.percent(3))
    yield* say(postman, { type: 'ReportFailure', data: { interactionId, reason: 'mailboxFull' } })
}

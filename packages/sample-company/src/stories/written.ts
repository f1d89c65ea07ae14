/**
 * Mail, forms, letters and the portal: what comes in writing, and is read when somebody has time.
 */
import { minute, second } from '../calendar.ts'
import { subjectOf } from '../people/texts.ts'
import {
  customerCalled,
  say,
  sayTogether,
  system,
  waitUntil,
  type DeskCommand,
  type Story,
} from '../simulation/story.ts'
import { isSpoken, type Need, type Written } from '../demand.ts'
import { settled } from './aftermath.ts'
import { addressOf, replied } from './mail.ts'
import { isSimple, settledAtOnce } from './opening.ts'
import { routed, type Opener } from './routed.ts'
import { caseOf, departmentOf, slowed, type Case, type Scene } from './scene.ts'

const mailroom = system('mailroom')

export function* written(scene: Scene, need: Need): Story {
  const c = caseOf(scene.seed, need)
  if (isSpoken(need.channel)) return
  yield* waitUntil(need.at)
  const interactionId = c.dice.uuid()
  if (need.channel === 'portal') yield* visitOfPortal(scene, c)
  yield* say(mailroom, receiptOf(c, need.channel, interactionId))
  if (isSimple(c)) return yield* answeredFromTheInbox(scene, c, interactionId)
  yield* routed(scene, c, openerOf(c, interactionId))
}

/** On the portal customers open their requests themselves. */
const openerOf = ({ need, customer }: Case, interactionId: string): Opener =>
  need.channel === 'portal'
    ? { by: customerCalled(customer.partyId), news: { interactionId, origin: 'selfService' } }
    : { by: mailroom, news: { interactionId }, isAcknowledged: need.channel === 'letter' }

/** Somebody looks around before writing, or finds the answer alone and does not come back. */
function* visitOfPortal(scene: Scene, { dice, customer }: Case): Story {
  if (!dice.percent(35)) return
  const portal = system('portal')
  const interactionId = dice.uuid()
  const { partyId } = customer
  const visit = { interactionId, channel: 'portal', direction: 'inbound', partyId } as const
  yield* say(portal, { type: 'StartInteraction', data: visit })
  yield* waitUntil(scene.now() + dice.between(30, 600) * second)
  yield* say(portal, { type: 'EndInteraction', data: { interactionId, cause: 'customer' } })
}

const receiptOf = (
  { need, dice, customer }: Case,
  channel: Written,
  interactionId: string,
): DeskCommand => ({
  type: 'ReceiveMessage',
  data: {
    interactionId,
    channel,
    from: addressOf(customer, channel),
    subject: subjectOf(dice, customer.tongue, need.caseType),
    ...(channel === 'portal' || dice.percent(60) ? { partyId: customer.partyId } : {}),
  },
})

/** Answered by the first who reads it, without going through the house. */
function* answeredFromTheInbox(scene: Scene, c: Case, interactionId: string): Story {
  const { need, dice, requestId, customer } = c
  const reading = scene.staff.nextOf(departmentOf(c), need.at)
  yield* waitUntil(reading + slowed(scene, dice.between(10, 300) * minute))
  const reader = scene.pickUp(departmentOf(c), scene.staff.nextOf(departmentOf(c), scene.now()))
  if (reader === undefined) return
  yield* waitUntil(reader.at)
  const { agentId } = reader
  yield* sayTogether(...settledAtOnce(c, agentId, interactionId))
  yield* replied(c, agentId)
  const waited = { on: 'reply', millis: scene.now() - need.at } as const
  const experience = { requestId, partyId: customer.partyId, agentId, waited, hadTrouble: false }
  yield* settled(scene, c, experience)
}

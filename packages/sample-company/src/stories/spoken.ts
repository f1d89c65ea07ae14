/**
 * Calls, chats, video talks and visits: somebody waits, gives up or is answered, and is heard out.
 */
import { minute, second } from '../calendar.ts'
import { addressOn } from '../people/customers.ts'
import {
  agentCalled,
  begin,
  say,
  sayTogether,
  system,
  waitUntil,
  type DeskCommand,
  type Story,
} from '../simulation/story.ts'
import { isSpoken, type Need, type Spoken } from '../demand.ts'
import { settled } from './aftermath.ts'
import { conversation } from './conversation.ts'
import { isSimple, settledAtOnce } from './opening.ts'
import { routed } from './routed.ts'
import { caseOf, departmentOf, slowed, type Case, type Scene } from './scene.ts'

const exchange = system('exchange')

/** Whoever gives up tries again, until somebody answers. */
export function* spoken(scene: Scene, need: Need): Story {
  const c = caseOf(scene.seed, need)
  if (!isSpoken(need.channel)) return
  for (let when = need.at; ;) {
    yield* waitUntil(when)
    const met = yield* reached(scene, c, need.channel)
    if (met !== undefined) return yield* helped(scene, c, met)
    const again = scene.now() + c.dice.between(15, 180) * minute
    const open = scene.staff.nextOf(departmentOf(c), again)
    when = open === again ? again : open + c.dice.between(5, 90) * minute
  }
}

/** An agent on the line, or face to face. */
export interface Met {
  readonly agentId: string
  readonly interactionId: string
  readonly waitedMs: number
}

/** How long who calls stays on the line, and below what nobody can have answered. */
const shortWithinSeconds = 10

export function* reached(scene: Scene, c: Case, channel: Spoken): Story<Met | undefined> {
  const { dice } = c
  const interactionId = dice.uuid()
  yield* say(exchange, startOf(c, channel, interactionId))
  if (channel === 'phone') {
    yield* waitUntil(scene.now() + dice.between(3, 9) * second)
    yield* say(exchange, queueOf(c, interactionId))
  }
  const since = scene.now()
  const patience = dice.between(20, 900) * second
  const pickUp = scene.pickUp(departmentOf(c), since + slowed(scene, waitOf(c)))
  if (pickUp === undefined || pickUp.at - since > patience) {
    yield* waitUntil(since + Math.min(patience, 90 * second))
    yield* say(exchange, {
      type: 'AbandonInteraction',
      data: { interactionId, shortWithinSeconds },
    })
    return undefined
  }
  const { agentId, at } = pickUp
  if (dice.percent(5)) {
    yield* waitUntil(at - 4 * second)
    yield* say(exchange, { type: 'OfferInteraction', data: { interactionId, agentId } })
  }
  yield* waitUntil(at)
  yield* say(exchange, { type: 'AnswerInteraction', data: { interactionId, agentId } })
  return { agentId, interactionId, waitedMs: scene.now() - since }
}

/** Face to face nobody waits for long; on the line some do. */
const waitOf = ({ dice, need: { channel } }: Case): number => {
  if (channel === 'visit') return dice.between(5, 60) * second
  const usual = dice.between(4, 50) * second
  return dice.percent(20) ? usual + dice.between(20, 140) * second : usual
}

const queues = { frontDesk: 'frontDesk', engineering: 'engineers', complaints: 'complaints' }

const queueOf = (c: Case, interactionId: string): DeskCommand => ({
  type: 'QueueInteraction',
  data: { interactionId, queue: queues[departmentOf(c)] },
})

/** The number that is shown, if it is; who comes by appointment or link is known from the start. */
const startOf = ({ dice, customer }: Case, channel: Spoken, interactionId: string): DeskCommand => {
  const number = channel === 'phone' ? addressOn(customer, 'phone') : undefined
  const isKnown = channel === 'video' || channel === 'visit' || dice.percent(35)
  return {
    type: 'StartInteraction',
    data: {
      interactionId,
      channel,
      direction: 'inbound',
      ...(number === undefined ? {} : { remote: number }),
      ...(isKnown ? { partyId: customer.partyId } : {}),
    },
  }
}

/** The talk itself, and what comes of it. */
function* helped(scene: Scene, c: Case, met: Met): Story {
  const { dice, requestId, customer } = c
  const { interactionId, waitedMs } = met
  const agentId = yield* conversation(scene, c, met)
  const waited = { on: 'line', millis: waitedMs } as const
  const ended: DeskCommand = {
    type: 'EndInteraction',
    data: { interactionId, cause: dice.percent(70) ? 'customer' : 'agent' },
  }
  const ending = { by: exchange, command: ended }
  if (!isSimple(c)) {
    yield* sayTogether(ending)
    yield* begin(wrapUp(scene, c, { ...met, agentId }))
    return yield* routed(scene, c, { by: agentCalled(agentId), news: { interactionId } })
  }
  yield* sayTogether(...settledAtOnce(c, agentId, interactionId), ending)
  yield* begin(wrapUp(scene, c, { ...met, agentId }))
  const experience = { requestId, partyId: customer.partyId, agentId, waited, hadTrouble: false }
  yield* settled(scene, c, experience)
}

const dispositions = ['done', 'followUp', 'passedOn'] as const

function* wrapUp(scene: Scene, { dice, need }: Case, { interactionId, agentId }: Met): Story {
  if (need.channel !== 'phone' || !dice.percent(25)) return
  yield* waitUntil(scene.now() + dice.between(10, 90) * second)
  const disposition = dice.pick(dispositions)
  yield* say(agentCalled(agentId), { type: 'CompleteWrapUp', data: { interactionId, disposition } })
}

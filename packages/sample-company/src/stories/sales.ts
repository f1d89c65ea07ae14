/**
 * Sales inside service: what somebody needs beside the answer, quoted, and ordered or lost.
 */
import type { Dice, Weighted } from '../chance/dice.ts'
import { day, hour, minute } from '../calendar.ts'
import { carePlan, descaling, devices, labour, parts, type Product } from '../products.ts'
import {
  agentCalled,
  customerCalled,
  say,
  system,
  tryInVain,
  waitUntil,
  type DeskCommand,
  type Story,
} from '../simulation/story.ts'
import { truths } from '../truths.ts'
import type { Case, Scene } from './scene.ts'

/** One quote after another, until the customer has decided. */
export function* sold(scene: Scene, c: Case, agentId: string): Story {
  const { dice, customer } = c
  yield* waitUntil(scene.now() + dice.between(2, 60) * minute)
  const saleId = dice.uuid()
  yield* drafted(c, { saleId, agentId })
  const by = customerCalled(customer.partyId)
  if (dice.percent(10)) return yield* ordered(scene, c, { saleId, agentId })
  for (let revision = 1; ; revision += 1) {
    const validUntil = scene.now() + dice.between(7, 21) * day
    yield* say(agentCalled(agentId), quoteOf(dice, saleId, validUntil))
    const what = dice.weighted(decisions)
    if (what === 'silence') yield* lapsed(dice, { saleId, revision, validUntil })
    else yield* waitUntil(scene.now() + dice.between(4, 6 * 24) * hour)
    if (what === 'accept') {
      const evidence = dice.pick(['signature', 'mail', 'recordedCall'])
      yield* say(by, { type: 'AcceptQuote', data: { saleId, revision, evidence } })
      return yield* ordered(scene, c, { saleId, agentId })
    }
    if (what === 'decline' || (what === 'silence' && dice.percent(30)))
      return yield* say(by, declineOf(dice, saleId))
    if (what === 'silence') return
  }
}

const decisions: ReadonlyArray<Weighted<'accept' | 'decline' | 'silence' | 'haggle'>> = [
  [40, 'accept'],
  [32, 'decline'],
  [18, 'silence'],
  [10, 'haggle'],
]

interface Sale {
  readonly saleId: string
  readonly agentId: string
}

/** Its lines, as they are put together. */
function* drafted({ dice, requestId, customer }: Case, { saleId, agentId }: Sale): Story {
  const by = agentCalled(agentId)
  const currency = customer.zone === 'Europe/Berlin' ? 'EUR' : 'USD'
  const { partyId } = customer
  yield* say(by, {
    type: 'OpenSale',
    data: { saleId, partyId, origin: 'request', requestId, agentId, currency },
  })
  const [first, ...others] = linesOf(dice, saleId)
  yield* say(by, first, ...others)
  const { lineId } = first.data
  if (dice.percent(12))
    yield* say(by, { type: 'ChangeLine', data: { saleId, lineId, ...cheaper(first.data) } })
  const spare = others.at(-1)
  if (spare !== undefined && dice.percent(8))
    yield* say(by, { type: 'RemoveLine', data: { saleId, lineId: spare.data.lineId } })
}

type AddLine = Extract<DeskCommand, { readonly type: 'AddLine' }>

const cheaper = ({ qty, unitPrice, covered }: AddLine['data']) => ({
  qty: qty + 1,
  unitPrice: Math.floor((unitPrice * 9) / 10),
  covered,
})

type SaleKind = AddLine['data']['saleKind']

/** A device instead, or a part and the work to fit it, or a plan beside it. */
const linesOf = (dice: Dice, saleId: string): readonly [AddLine, ...ReadonlyArray<AddLine>] => {
  const what = dice.below(10)
  if (what < 3) return [lineOf(dice, saleId, [dice.pick(devices), 'up'])]
  if (what < 5) return [lineOf(dice, saleId, [dice.percent(50) ? carePlan : descaling, 'cross'])]
  const part = lineOf(dice, saleId, [dice.pick(parts), 'addOn'])
  return dice.percent(50) ? [part, lineOf(dice, saleId, [labour, 'addOn'])] : [part]
}

const lineOf = (
  dice: Dice,
  saleId: string,
  [product, saleKind]: readonly [Product, SaleKind],
): AddLine => {
  const { sku, kind, price } = product
  const unit = kind === 'labour' ? 'quarterHour' : kind === 'plan' ? 'month' : 'each'
  const qty = kind === 'labour' ? dice.between(2, 8) : kind === 'plan' ? 12 : dice.between(1, 3)
  const covered = kind === 'part' && dice.percent(20)
  const what = { sku, kind, saleKind, qty, unit, unitPrice: price, covered } as const
  return { type: 'AddLine', data: { saleId, lineId: dice.uuid(), ...what } }
}

const quoteOf = (dice: Dice, saleId: string, validUntil: number): DeskCommand => {
  const documentHash = `${dice.uuid()}${dice.uuid()}`.replaceAll('-', '')
  return { type: 'IssueQuote', data: { saleId, validUntil, documentHash } }
}

interface Quote {
  readonly saleId: string
  readonly revision: number
  readonly validUntil: number
}

/** Nobody has said anything until it was too late; some say yes then. */
function* lapsed(dice: Dice, { saleId, revision, validUntil }: Quote): Story {
  yield* waitUntil(validUntil)
  const accepting = { type: 'AcceptQuote', data: { saleId, revision } } as const
  if (dice.percent(15)) yield* tryInVain(system('portal'), accepting, 'QuoteExpired')
  yield* say(system('quotes'), { type: 'LapseQuote', data: { saleId, revision } })
}

const { competitor, weight } = truths.rival
const rivals: ReadonlyArray<Weighted<string | undefined>> = [
  [weight, competitor],
  [12, 'claraqua'],
  [10, 'hydropoint'],
  [8, 'veridian'],
  [20, undefined],
]

const declineOf = (dice: Dice, saleId: string): DeskCommand => {
  const rival = dice.weighted(rivals)
  const reason = dice.pick(['price', 'price', 'delivery', 'needGone'])
  const lostTo = rival === undefined ? {} : { competitor: rival }
  return { type: 'DeclineQuote', data: { saleId, reason, ...lostTo } }
}

function* ordered(scene: Scene, { dice, need }: Case, { saleId, agentId }: Sale): Story {
  yield* waitUntil(scene.now() + dice.between(1, 90) * minute)
  const orderNo = `O-${need.n + 1}`
  yield* say(agentCalled(agentId), { type: 'PlaceOrder', data: { saleId, orderNo } })
  if (!dice.percent(5)) return
  yield* waitUntil(scene.now() + dice.between(4, 72) * hour)
  yield* say(system('portal'), { type: 'CancelOrder', data: { saleId, reason: 'changedMind' } })
}

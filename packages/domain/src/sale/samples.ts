/**
 * A valve and an hour's work for María's boiler, quoted and ordered. Projectors use them too.
 */
import { at, id, specification } from '@deskledger/kernel/testing'
import type { AgentId, LineId, PartyId, RequestId, SaleId } from '../primitives.ts'
import { decider } from './index.ts'

export const sale: SaleId = id(61)
export const maria: PartyId = id(1)
export const request: RequestId = id(41)
export const ana: AgentId = id(31)
export const valve: LineId = id(71)
export const work: LineId = id(72)

export const story = specification(decider, { own: { saleId: sale } })
const { happened } = story

export const terms = {
  partyId: maria,
  origin: 'request',
  requestId: request,
  currency: 'EUR',
  agentId: ana,
} as const
export const opened = happened('SaleOpened', terms)

/** Two valves at 12.50 each. */
export const valves = {
  lineId: valve,
  sku: 'VALVE 12',
  kind: 'part',
  saleKind: 'addOn',
  qty: 2,
  unit: 'each',
  unitPrice: 1250,
  covered: false,
} as const
/** An hour at 20.00 the quarter, paid for by the warranty. */
export const anHour = {
  lineId: work,
  sku: 'LABOUR',
  kind: 'labour',
  saleKind: 'addOn',
  qty: 4,
  unit: 'quarterHour',
  unitPrice: 2000,
  covered: true,
} as const
export const valvesAdded = happened('LineAdded', valves)
export const hourAdded = happened('LineAdded', anHour)
export const drafted = [opened, valvesAdded, hourAdded]

const agent = { kind: 'agent', id: 'clerk' } as const
/** Valid for an hour. */
export const offer = { validUntil: at(60), taxTotal: 475, documentHash: 'ab'.repeat(32) } as const
export const quoted = happened('QuoteIssued', {
  ...offer,
  revision: 1,
  lines: [valves, anHour],
  total: 2500,
})
export const threeValves = { lineId: valve, qty: 3, unitPrice: 1200, covered: false } as const
export const valvesChanged = happened('LineChanged', threeValves)
export const quotedAnew = happened('QuoteIssued', {
  ...offer,
  revision: 2,
  lines: [{ ...valves, ...threeValves }, anHour],
  total: 3600,
})
export const accepted = happened('QuoteAccepted', { revision: 1, by: agent, evidence: 'signature' })
export const declined = happened('QuoteDeclined', {
  revision: 1,
  reason: 'price',
  competitor: 'otherShop',
})
export const lapsed = happened('QuoteLapsed', { revision: 1 })
export const ordered = happened('OrderPlaced', {
  orderNo: 'O-1001',
  revision: 1,
  lines: [valves, anHour],
  total: 2500,
  by: agent,
})
export const cancelled = happened('OrderCancelled', { reason: 'changedMind' })

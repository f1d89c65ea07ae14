import { describe, expect, test } from '@jest/globals'
import { Sales as S, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { sale, saleLine } from './index.ts'

const { happened } = S.story
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(sale)[0]
const linesAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(saleLine)

describe('a sale', () => {
  test('begins with what its opening says, and nothing is quoted', () =>
    expect(rowAfter(S.opened)).toEqual({
      sale_id: S.sale,
      party_id: S.maria,
      request_id: S.request,
      agent_id: S.ana,
      origin: 'request',
      status: 'drafting',
      currency: 'EUR',
      opened_at: at(0),
      first_quoted_at: null,
      quoted_at: null,
      quote_revision: null,
      quoted_total: null,
      quoted_tax: null,
      valid_until: null,
      document_hash: null,
      accepted_at: null,
      ordered_at: null,
      ordered_total: null,
      order_no: null,
      lost_at: null,
      lost_reason: null,
      competitor: null,
      cancelled_at: null,
      cancel_reason: null,
    }))

  test('comes from no request and from nobody of us where that is not said', () =>
    expect(
      rowAfter(happened('SaleOpened', { partyId: S.maria, origin: 'portal', currency: 'USD' })),
    ).toMatchObject({ request_id: null, agent_id: null, origin: 'portal', currency: 'USD' }))

  test('is quoted with its total, its tax and until when', () =>
    expect(rowAfter(...S.drafted, S.quoted)).toMatchObject({
      status: 'quoted',
      first_quoted_at: at(0),
      quoted_at: at(0),
      quote_revision: 1,
      quoted_total: 2500,
      quoted_tax: 475,
      valid_until: at(60),
      document_hash: 'ab'.repeat(32),
    }))

  test('is a draft again once a line changes, comes or goes', () => {
    const gone = happened('LineRemoved', { lineId: S.work })
    const more = happened('LineAdded', { ...S.valves, lineId: id(73) })
    for (const change of [S.valvesChanged, gone, more])
      expect(rowAfter(...S.drafted, S.quoted, change)).toMatchObject({ status: 'drafting' })
  })

  test('keeps when it was first quoted, and the newest quote', () => {
    const lines = [{ ...S.valves, ...S.threeValves }, S.anHour]
    const terms = { revision: 2, validUntil: at(60), lines, total: 3600 }
    const again = happened('QuoteIssued', terms, at(5))
    expect(rowAfter(...S.drafted, S.quoted, S.valvesChanged, again)).toMatchObject({
      status: 'quoted',
      first_quoted_at: at(0),
      quoted_at: at(5),
      quote_revision: 2,
      quoted_total: 3600,
      quoted_tax: null,
      document_hash: null,
    })
  })

  test('is accepted, ordered and cancelled, each at its time', () => {
    const steps = [
      happened('QuoteAccepted', { revision: 1, by: { kind: 'customer', id: 'maria' } }, at(1)),
      { ...S.ordered, data: { ...S.ordered.data, at: at(2) } } as Event,
      happened('OrderCancelled', { reason: 'changedMind' }, at(3)),
    ]
    const [accepted, ordered, cancelled] = steps.map((_, i) =>
      rowAfter(...S.drafted, S.quoted, ...steps.slice(0, i + 1)),
    )
    expect(accepted).toMatchObject({ status: 'accepted', accepted_at: at(1), ordered_at: null })
    expect(ordered).toMatchObject({
      status: 'ordered',
      ordered_at: at(2),
      ordered_total: 2500,
      order_no: 'O-1001',
      cancelled_at: null,
    })
    expect(cancelled).toMatchObject({
      status: 'cancelled',
      ordered_at: at(2),
      cancelled_at: at(3),
      cancel_reason: 'changedMind',
    })
  })

  test('is lost for a reason and to somebody, or lapses', () => {
    expect(rowAfter(...S.drafted, S.quoted, S.declined)).toMatchObject({
      status: 'declined',
      lost_at: at(0),
      lost_reason: 'price',
      competitor: 'otherShop',
    })
    expect(rowAfter(...S.drafted, S.quoted, S.lapsed)).toMatchObject({ status: 'lapsed' })
  })
})

describe('a line of a sale', () => {
  const valve = {
    sale_id: S.sale,
    line_id: S.valve,
    sku: 'VALVE 12',
    kind: 'part',
    sale_kind: 'addOn',
    qty: 2,
    unit: 'each',
    unit_price: 1250,
    covered: 0,
    amount: 2500,
  }

  test('stands as it was added, and counts its quantity times its price', () =>
    expect(linesAfter(S.opened, S.valvesAdded)).toEqual([valve]))

  test('that a warranty pays keeps its price and counts nothing', () =>
    expect(linesAfter(S.opened, S.hourAdded)).toMatchObject([
      { unit: 'quarterHour', qty: 4, unit_price: 2000, covered: 1, amount: 0 },
    ]))

  test('takes its new terms, and only those', () =>
    expect(linesAfter(...S.drafted, S.valvesChanged)).toEqual([
      { ...valve, qty: 3, unit_price: 1200, amount: 3600 },
      expect.objectContaining({ line_id: S.work, amount: 0 }),
    ]))

  test('counts nothing from when on it is covered', () =>
    expect(
      linesAfter(
        S.opened,
        S.valvesAdded,
        happened('LineChanged', { lineId: S.valve, qty: 2, unitPrice: 1250, covered: true }),
      ),
    ).toEqual([{ ...valve, covered: 1, amount: 0 }]))

  test('is gone once it is removed', () =>
    expect(linesAfter(...S.drafted, happened('LineRemoved', { lineId: S.valve }))).toMatchObject([
      { line_id: S.work },
    ]))
})

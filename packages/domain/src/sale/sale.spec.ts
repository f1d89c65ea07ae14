import { describe, test } from '@jest/globals'
import { replay } from '@deskledger/kernel'
import { anyCommand, anyHistory, expectSame, expectThat, laws } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import { decider, type Command, type Event } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, drafted, quoted, accepted, lapsed, ordered, valvesChanged, cancelled } = S

describe('an order', () => {
  const place = ask('PlaceOrder', { orderNo: 'O-1001' })

  test('has the lines and the total of the quote that was accepted', () =>
    given(...drafted, quoted, accepted)
      .when(place)
      .thenHappens(ordered))

  test('is placed once', () =>
    given(...drafted, quoted, accepted, ordered)
      .when(place)
      .thenNothingHappens())

  test('needs no quote', () => {
    const lines = [S.valves, S.anHour]
    const by = { kind: 'agent', id: 'clerk' } as const
    given(...drafted)
      .when(place)
      .thenHappens(happened('OrderPlaced', { orderNo: 'O-1001', lines, total: 2500, by }))
  })

  test('has lines', () => given(opened).when(place).thenRefused({ _tag: 'NoLines' }))

  test('is not placed past a quote that nobody accepted', () => {
    const refusal = { _tag: 'QuoteNotAccepted', revision: 1 } as const
    for (const history of [[quoted], [quoted, valvesChanged], [quoted, lapsed]])
      given(...drafted, ...history)
        .when(place)
        .thenRefused(refusal)
  })

  test('is cancelled, once', () => {
    const cancel = ask('CancelOrder', { reason: 'changedMind' })
    given(...drafted, ordered)
      .when(cancel)
      .thenHappens(cancelled)
    given(...drafted, ordered, cancelled)
      .when(cancel)
      .thenNothingHappens()
    given(...drafted)
      .when(cancel)
      .thenRefused({ _tag: 'WrongStatus', status: 'drafting' })
    given(...drafted, ordered, cancelled)
      .when(place)
      .thenRefused({ _tag: 'WrongStatus', status: 'cancelled' })
  })
})

describe('a sale', () => {
  test('concerns its party, and its request if it has one', () => {
    const { requestId: _, ...unnamed } = S.terms
    const byPhone = happened('SaleOpened', { ...unnamed, origin: 'phone' })
    const concernsOf = (...history: ReadonlyArray<Event>) =>
      decider.concerns(replay(decider, history), opened)
    expectSame('by phone', concernsOf(byPhone), [`party:${S.maria}`])
    for (const history of [drafted, [...drafted, quoted], [...drafted, quoted, accepted, ordered]])
      expectSame('asked for', concernsOf(...history), [`party:${S.maria}`, `request:${S.request}`])
  })
})

describe('any sale', () => {
  const anything = anyCommand<Command>(decider, {
    weights: { OpenSale: 2, AddLine: 5, IssueQuote: 4, AcceptQuote: 2, LapseQuote: 3 },
  })
  /** Names the first or the second quote, if it names one. */
  const any = fc
    .tuple(anything, fc.constantFrom(1, 2))
    .map(([command, revision]): Command =>
      command.type === 'AcceptQuote' || command.type === 'LapseQuote'
        ? { ...command, data: { ...command.data, revision } }
        : command,
    )
  const journey = [
    ['unknown'],
    ['drafting'],
    ['quoted', 'lapsed'],
    ['accepted'],
    ['ordered', 'declined'],
    ['cancelled'],
  ]
  const everyLaw = laws(decider, {
    anyCommand: any,
    progress: ({ status }) => journey.findIndex((stage) => stage.includes(status)),
    reopening: ['LineAdded', 'LineChanged', 'LineRemoved'],
    reaches: { statusOf: ({ status }) => status, statuses: journey.flat().slice(1) },
  })
  for (const law of everyLaw) test(law.statement, law.check)

  test('is ordered as the quote that was accepted says', () =>
    fc.assert(
      fc.property(anyHistory(decider, any), (history) => {
        for (const { type, data } of history)
          if (type === 'OrderPlaced' && data.revision !== undefined) {
            const { lines, total } = quoteOf(history, data.revision)
            expectSame(
              'order and quote',
              { lines: data.lines, total: data.total },
              { lines, total },
            )
          }
      }),
    ))

  test('has accepted only its latest quote, and in time', () =>
    fc.assert(
      fc.property(anyHistory(decider, any), (history) => {
        const i = history.findIndex(({ type }) => type === 'QuoteAccepted')
        const before = history[i - 1]
        expectThat(i < 0 || before?.type === 'QuoteIssued', 'something between', before)
        if (before?.type === 'QuoteIssued')
          expectThat((history[i]?.data.at ?? 0) < before.data.validUntil, 'too late', before)
      }),
    ))
})

const quoteOf = (history: ReadonlyArray<Event>, revision: number) => {
  const quotes = history.flatMap(({ type, data }) => (type === 'QuoteIssued' ? [data] : []))
  expectSame(
    'revisions',
    quotes.map((quote) => quote.revision),
    quotes.map((_, i) => i + 1),
  )
  return quotes[revision - 1] ?? { lines: [], total: -1 }
}

import { describe, test } from '@jest/globals'
import { at } from '@deskledger/kernel/testing'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, drafted, quoted, accepted, declined, lapsed, valvesChanged } = S
const clerk = { kind: 'agent', id: 'clerk' } as const

describe('a quote', () => {
  const issue = ask('IssueQuote', S.offer)

  test('is a revision with its lines and their total, covered ones at nothing', () =>
    given(...drafted)
      .when(issue)
      .thenHappens(quoted))

  test('on the same terms is issued once', () =>
    given(...drafted, quoted)
      .when(issue)
      .thenNothingHappens())

  test('on other terms, or of other lines, is a new revision', () => {
    for (const terms of [
      { validUntil: at(90) },
      { taxTotal: 0 },
      { documentHash: 'cd'.repeat(32) },
    ])
      given(...drafted, quoted)
        .when(ask('IssueQuote', { ...S.offer, ...terms }))
        .thenHappens(
          happened('QuoteIssued', {
            ...S.offer,
            ...terms,
            revision: 2,
            lines: [S.valves, S.anHour],
            total: 2500,
          }),
        )
    given(...drafted, quoted, valvesChanged)
      .when(issue)
      .thenHappens(S.quotedAnew)
  })

  test('has lines, and is valid for some time', () => {
    given(opened).when(issue).thenRefused({ _tag: 'NoLines' })
    given(...drafted)
      .when(ask('IssueQuote', S.offer, { at: at(60) }))
      .thenRefused({ _tag: 'NeverValid', validUntil: at(60) })
  })

  test('is not so large that its tax makes it inexact', () =>
    given(...drafted)
      .when(ask('IssueQuote', { ...S.offer, taxTotal: Number.MAX_SAFE_INTEGER }))
      .thenRefused({ _tag: 'TotalTooLarge' }))

  test('is not issued once one is accepted', () =>
    given(...drafted, quoted, accepted)
      .when(issue)
      .thenRefused({ _tag: 'WrongStatus', status: 'accepted' }))
})

describe('a quote is accepted', () => {
  const accept = (revision: number, minute = 0) =>
    ask('AcceptQuote', { revision, evidence: 'signature' }, { at: at(minute) })

  test('once', () => {
    given(...drafted, quoted)
      .when(accept(1))
      .thenHappens(accepted)
    given(...drafted, quoted, accepted)
      .when(accept(1))
      .thenNothingHappens()
    given(...drafted, quoted, accepted)
      .when(accept(2))
      .thenRefused({ _tag: 'WrongStatus', status: 'accepted' })
  })

  test('only if it is the latest', () =>
    given(...drafted, quoted, valvesChanged, S.quotedAnew)
      .when(accept(1))
      .thenRefused({ _tag: 'NotTheLatest', latest: 2 }))

  test('only if nothing changed since', () =>
    given(...drafted, quoted, valvesChanged)
      .when(accept(1))
      .thenRefused({ _tag: 'WrongStatus', status: 'drafting' }))

  test('only while it is valid', () => {
    given(...drafted, quoted)
      .when(accept(1, 59))
      .thenHappens(
        happened('QuoteAccepted', { revision: 1, by: clerk, evidence: 'signature' }, at(59)),
      )
    given(...drafted, quoted)
      .when(accept(1, 60))
      .thenRefused({ _tag: 'QuoteExpired', validUntil: at(60) })
    given(...drafted, quoted, lapsed)
      .when(accept(1))
      .thenRefused({ _tag: 'WrongStatus', status: 'lapsed' })
  })
})

describe('a quote lapses', () => {
  const lapse = (revision: number, minute: number) =>
    ask('LapseQuote', { revision }, { at: at(minute) })

  test('when it is no longer valid, once', () => {
    given(...drafted, quoted)
      .when(lapse(1, 60))
      .thenHappens(happened('QuoteLapsed', { revision: 1 }, at(60)))
    given(...drafted, quoted, lapsed)
      .when(lapse(1, 61))
      .thenNothingHappens()
    given(...drafted, quoted)
      .when(lapse(1, 59))
      .thenRefused({ _tag: 'QuoteStillValid', validUntil: at(60) })
  })

  test('only if it is the latest, and not accepted', () => {
    given(...drafted, quoted, lapsed)
      .when(lapse(2, 60))
      .thenRefused({ _tag: 'WrongStatus', status: 'lapsed' })
    given(...drafted, quoted, valvesChanged, S.quotedAnew)
      .when(lapse(1, 60))
      .thenRefused({ _tag: 'NotTheLatest', latest: 2 })
    given(...drafted, quoted, accepted)
      .when(lapse(1, 60))
      .thenRefused({ _tag: 'WrongStatus', status: 'accepted' })
  })

  test('and another one is issued', () =>
    given(...drafted, quoted, lapsed)
      .when(ask('IssueQuote', { validUntil: at(90) }, { at: at(61) }))
      .thenHappens(
        happened(
          'QuoteIssued',
          { validUntil: at(90), revision: 2, lines: [S.valves, S.anHour], total: 2500 },
          at(61),
        ),
      ))
})

describe('a quote is declined', () => {
  const decline = ask('DeclineQuote', { reason: 'price', competitor: 'otherShop' })

  test('with a reason, once, also after it lapsed', () => {
    given(...drafted, quoted)
      .when(decline)
      .thenHappens(declined)
    given(...drafted, quoted, lapsed)
      .when(decline)
      .thenHappens(declined)
    given(...drafted, quoted, declined)
      .when(decline)
      .thenNothingHappens()
  })

  test('if there is one that is not accepted', () => {
    given(...drafted)
      .when(decline)
      .thenRefused({ _tag: 'WrongStatus', status: 'drafting' })
    given(...drafted, quoted, accepted)
      .when(decline)
      .thenRefused({ _tag: 'WrongStatus', status: 'accepted' })
  })

  test('and the sale is lost', () =>
    given(...drafted, quoted, declined)
      .when(ask('PlaceOrder', {}))
      .thenRefused({ _tag: 'WrongStatus', status: 'declined' }))
})

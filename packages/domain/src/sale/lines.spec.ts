import { describe, test } from '@jest/globals'
import { id } from '@deskledger/kernel/testing'
import { maxLines } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, valvesAdded, hourAdded, drafted, quoted, accepted, lapsed } = S

describe('a sale', () => {
  test('is opened once, for a party', () => {
    given().when(ask('OpenSale', S.terms)).thenHappens(opened)
    given(opened).when(ask('OpenSale', S.terms)).thenRefused({ _tag: 'AlreadyOpened' })
  })

  test('that comes from a request names it', () => {
    const { requestId: _, ...unnamed } = S.terms
    const byPhone = { ...unnamed, origin: 'phone' } as const
    given().when(ask('OpenSale', unnamed)).thenRefused({ _tag: 'RequestMissing' })
    given().when(ask('OpenSale', byPhone)).thenHappens(happened('SaleOpened', byPhone))
  })

  test('has lines only once it is opened', () =>
    given().when(ask('AddLine', S.valves)).thenRefused({ _tag: 'NotOpened' }))
})

describe('a line', () => {
  const remove = ask('RemoveLine', { lineId: S.valve })
  const removed = happened('LineRemoved', { lineId: S.valve })
  const change = ask('ChangeLine', S.threeValves)

  test('is added once', () => {
    given(opened).when(ask('AddLine', S.valves)).thenHappens(valvesAdded)
    given(opened, valvesAdded).when(ask('AddLine', S.valves)).thenNothingHappens()
    given(opened, valvesAdded).when(ask('AddLine', S.anHour)).thenHappens(hourAdded)
  })

  test('is changed to its new terms', () => {
    given(opened, valvesAdded).when(change).thenHappens(S.valvesChanged)
    given(opened, valvesAdded, S.valvesChanged).when(change).thenNothingHappens()
    for (const terms of [{ qty: 4 }, { unitPrice: 1 }, { covered: true }])
      given(opened, valvesAdded, S.valvesChanged)
        .when(ask('ChangeLine', { ...S.threeValves, ...terms }))
        .thenHappens(happened('LineChanged', { ...S.threeValves, ...terms }))
  })

  test('is removed', () => given(opened, valvesAdded).when(remove).thenHappens(removed))

  test('that is not there is neither changed nor removed', () => {
    const refusal = { _tag: 'NoSuchLine', lineId: S.valve } as const
    given(opened, hourAdded).when(change).thenRefused(refusal)
    given(opened, hourAdded).when(remove).thenRefused(refusal)
    given(opened, valvesAdded, removed).when(remove).thenRefused(refusal)
  })

  test('changes while the sale is drafted or quoted', () => {
    const histories = [drafted, [...drafted, quoted], [...drafted, quoted, lapsed]]
    for (const history of histories) {
      given(...history)
        .when(change)
        .thenHappens(S.valvesChanged)
      given(...history)
        .when(remove)
        .thenHappens(removed)
    }
  })

  test('does not change once the quote is accepted', () => {
    const refusal = { _tag: 'WrongStatus', status: 'accepted' } as const
    const another = ask('AddLine', { ...S.valves, lineId: id(73) })
    for (const command of [another, change, remove])
      given(...drafted, quoted, accepted)
        .when(command)
        .thenRefused(refusal)
  })

  test('is one of a thousand at most', () => {
    const thousand = Array.from({ length: maxLines }, (_, i) =>
      happened('LineAdded', { ...S.valves, lineId: id(1000 + i) }),
    )
    given(opened, ...thousand)
      .when(ask('AddLine', S.valves))
      .thenRefused({ _tag: 'TooManyLines', max: 1000 })
    given(opened, ...thousand.slice(1))
      .when(ask('AddLine', S.valves))
      .thenHappens(valvesAdded)
  })
})

describe('an amount', () => {
  const most = Number.MAX_SAFE_INTEGER
  const one = { ...S.valves, qty: 1, unitPrice: most } as const
  const oneAdded = happened('LineAdded', one)

  test('may be as large as a whole number is exact', () =>
    given(opened).when(ask('AddLine', one)).thenHappens(oneAdded))

  test('beyond that is refused, in one line or in several', () => {
    given(opened)
      .when(ask('AddLine', { ...one, qty: 3 }))
      .thenRefused({ _tag: 'TotalTooLarge' })
    given(opened, oneAdded)
      .when(ask('AddLine', { ...S.anHour, covered: false }))
      .thenRefused({ _tag: 'TotalTooLarge' })
    given(opened, oneAdded)
      .when(ask('ChangeLine', { lineId: S.valve, qty: 2, unitPrice: most, covered: false }))
      .thenRefused({ _tag: 'TotalTooLarge' })
  })

  test('that is covered does not count', () =>
    given(opened, oneAdded).when(ask('AddLine', S.anHour)).thenHappens(hourAdded))
})

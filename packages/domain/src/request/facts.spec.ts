import { describe, expect, test } from '@jest/globals'
import { replay } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { house, type CaseType, type House } from '../definitions.ts'
import { decider, facts, type Event } from './index.ts'
import * as S from './samples.ts'

const { ask, happened } = S.story

const renewed: CaseType = {
  ...S.fault,
  def: { key: 'fault', version: 2 },
  stages: ['reported', 'repaired'],
}
const newHouse: House = { ...house, caseTypes: [renewed, ...house.caseTypes] }
const state = (...history: ReadonlyArray<Event>) => replay(decider, history)
const known = house.caseTypes.map(({ def }) => def.key)

describe('the facts of a command', () => {
  const open = ask('OpenRequest', { ...S.report, caseType: 'fault' })
  const enter = ask('EnterStage', { stage: 'diagnosed' })
  const reopen = ask('ReopenRequest', { reason: 'leaksAgain' })

  test('are the newest case type for a request to be opened', () => {
    expect(facts(house)(open, state())).toEqual(E.right({ caseType: S.fault }))
    expect(facts(newHouse)(open, state())).toEqual(E.right({ caseType: renewed }))
  })

  test('are the recorded version for one that is open', () => {
    expect(facts(newHouse)(enter, state(S.opened))).toEqual(E.right({ caseType: S.fault }))
    expect(facts(newHouse)(reopen, state(...S.settled))).toEqual(E.right({ caseType: S.fault }))
  })

  test('are the matrix for a classification', () =>
    expect(facts(house)(ask('ClassifyRequest', S.grave), state(S.opened))).toEqual(
      E.right({ matrix: house.priorities }),
    ))

  test('are none for any other command, nor for one that is refused for the status', () => {
    expect(facts(house)(ask('CloseRequest', { how: 'agent' }), state(S.opened))).toEqual(
      E.right({}),
    )
    expect(facts(house)(enter, state())).toEqual(E.right({}))
    expect(facts(house)(reopen, state(S.imported, S.recorded, S.withdrawn))).toEqual(E.right({}))
  })

  test('name what the house has not defined', () => {
    const unknown = ask('OpenRequest', { ...S.report, caseType: 'flood' })
    expect(facts(house)(unknown, state())).toEqual(
      E.left({ _tag: 'UnknownDefinition', kind: 'caseType', key: 'flood', known }),
    )
    const lost: House = { ...house, caseTypes: [renewed] }
    expect(facts(lost)(enter, state(S.opened))).toEqual(
      E.left({ _tag: 'UnknownDefinition', kind: 'caseType', key: 'fault', known: ['fault'] }),
    )
  })
})

describe('an event of a request', () => {
  const concerns = (...history: readonly [Event, ...ReadonlyArray<Event>]) =>
    decider.concerns(state(...history), history[history.length - 1] ?? history[0])
  const request = `request:${S.leak}`
  const maria = `party:${S.maria}`
  const pedro = `party:${S.pedro}`

  test('concerns the request and whose it is', () => {
    expect(concerns(S.opened)).toEqual([request, maria])
    expect(concerns(S.opened, S.assigned)).toEqual([request, maria])
  })

  test('concerns nobody while nobody is identified', () => {
    const { partyId: _, ...anonymous } = S.report
    const unknown = happened('RequestOpened', {
      ...anonymous,
      caseType: S.fault.def,
      category: 'incident',
    })
    expect(concerns(unknown)).toEqual([request])
    expect(concerns(S.recorded)).toEqual([request])
  })

  test('concerns the one before, too, when it turns out to be of another', () => {
    expect(concerns(S.opened, S.identified)).toEqual([request, pedro, maria])
    expect(concerns(S.opened, S.identified, S.assigned)).toEqual([request, pedro])
  })

  test('concerns whose it was when it is taken back', () =>
    expect(concerns(S.imported, S.recorded, S.withdrawn)).toEqual([request, maria]))
})

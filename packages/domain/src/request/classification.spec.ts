import { describe, test } from '@jest/globals'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, classified, prioritised, overridden } = S
const previous = { ...S.grave, category: 'incident' } as const

describe('classifying', () => {
  test('sets the priority that the matrix gives, at its version', () =>
    given(opened).when(ask('ClassifyRequest', S.grave)).thenHappens(classified, prioritised))

  test('counts the row by severity and the column by impact', () => {
    const lopsided = { def: { key: 'lopsided', version: 3 }, rows: [[1, 5], [2]] }
    const facts = { matrix: lopsided }
    given(opened)
      .when(ask('ClassifyRequest', { severity: 1, impact: 2 }, { facts }))
      .thenHappens(
        happened('RequestClassified', { severity: 1, impact: 2, by: S.byAna }),
        happened('PrioritySet', { priority: 5, from: 'matrix', matrix: lopsided.def }),
      )
    given(opened)
      .when(ask('ClassifyRequest', { severity: 2, impact: 2 }, { facts }))
      .thenHappens(happened('RequestClassified', { severity: 2, impact: 2, by: S.byAna }))
  })

  test('again names what was thought before', () =>
    given(opened, classified, prioritised)
      .when(ask('ClassifyRequest', { severity: 5, impact: 5 }))
      .thenHappens(
        happened('RequestClassified', { severity: 5, impact: 5, by: S.byAna, previous }),
        happened('PrioritySet', { priority: 5, from: 'matrix', matrix: S.matrix.def }),
      ))

  test('leaves the priority alone where the matrix gives the same', () => {
    for (const change of [
      { severity: 2, impact: 2 },
      { severity: 1, impact: 3 },
    ])
      given(opened, classified, prioritised)
        .when(ask('ClassifyRequest', change))
        .thenHappens(happened('RequestClassified', { ...change, by: S.byAna, previous }))
  })

  test('leaves the priority alone where the matrix says nothing', () => {
    const silent = { def: { key: 'silent', version: 1 }, rows: [] }
    given(opened, classified, prioritised)
      .when(ask('ClassifyRequest', { severity: 5, impact: 5 }, { facts: { matrix: silent } }))
      .thenHappens(happened('RequestClassified', { severity: 5, impact: 5, by: S.byAna, previous }))
  })

  test('sets the priority anew when only the matrix has changed', () => {
    const matrix = { def: { key: 'flat', version: 2 }, rows: [[], [4, 4, 4, 4, 4]] }
    given(opened, classified, prioritised)
      .when(ask('ClassifyRequest', S.grave, { facts: { matrix } }))
      .thenHappens(happened('PrioritySet', { priority: 4, from: 'matrix', matrix: matrix.def }))
  })

  test('the same again changes nothing', () => {
    given(opened, classified, prioritised)
      .when(ask('ClassifyRequest', S.grave))
      .thenNothingHappens()
    given(opened, classified, prioritised)
      .when(ask('ClassifyRequest', { ...S.grave, category: 'incident' }))
      .thenNothingHappens()
  })

  test('into another category, or under another topic, is another classification', () => {
    for (const change of [{ category: 'complaint' }, { topic: 'heating' }] as const)
      given(opened, classified, prioritised)
        .when(ask('ClassifyRequest', { ...S.grave, ...change }))
        .thenHappens(
          happened('RequestClassified', { ...S.grave, ...change, by: S.byAna, previous }),
        )
  })

  test('keeps the topic that is left out', () => {
    const heating = happened('RequestClassified', { ...S.grave, topic: 'heating', by: S.byAna })
    given(opened, heating, prioritised).when(ask('ClassifyRequest', S.grave)).thenNothingHappens()
    given(opened, heating, classified, prioritised)
      .when(ask('ClassifyRequest', { severity: 2, impact: 2 }))
      .thenHappens(
        happened('RequestClassified', {
          severity: 2,
          impact: 2,
          by: S.byAna,
          previous: { ...previous, topic: 'heating' },
        }),
      )
  })

  test('is not for customers', () =>
    given(opened)
      .when(ask('ClassifyRequest', S.grave, { actor: S.byMaria }))
      .thenRefused({ _tag: 'NotForCustomers', command: 'ClassifyRequest' }))
})

describe('a priority set by hand', () => {
  const urgent = { priority: 1, reason: 'keyCustomer' }

  test('has a reason', () =>
    given(opened, classified, prioritised).when(ask('SetPriority', urgent)).thenHappens(overridden))

  test('is set before the request is classified, too', () =>
    given(opened).when(ask('SetPriority', urgent)).thenHappens(overridden))

  test('stands, however the request is classified afterwards', () =>
    given(opened, classified, prioritised, overridden)
      .when(ask('ClassifyRequest', { severity: 5, impact: 5 }))
      .thenHappens(
        happened('RequestClassified', { severity: 5, impact: 5, by: S.byAna, previous }),
      ))

  test('gives way to another one set by hand', () =>
    given(opened, overridden)
      .when(ask('SetPriority', { priority: 4, reason: 'lessUrgent' }))
      .thenHappens(
        happened('PrioritySet', { priority: 4, from: 'override', reason: 'lessUrgent' }),
      ))

  test('is set once', () =>
    given(opened, overridden).when(ask('SetPriority', urgent)).thenNothingHappens())

  test('holds the one that the matrix gives, from then on', () =>
    given(opened, classified, prioritised)
      .when(ask('SetPriority', { priority: 2, reason: 'agreed' }))
      .thenHappens(happened('PrioritySet', { priority: 2, from: 'override', reason: 'agreed' })))

  test('is not for customers', () =>
    given(opened)
      .when(ask('SetPriority', urgent, { actor: S.byMaria }))
      .thenRefused({ _tag: 'NotForCustomers', command: 'SetPriority' }))
})

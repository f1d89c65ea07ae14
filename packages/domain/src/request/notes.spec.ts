import { describe, test } from '@jest/globals'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, settled, cancelled } = S

describe('a note', () => {
  const forCustomer = { ...S.remark, audience: 'customer' } as const

  test('is added for the staff', () =>
    given(opened).when(ask('AddNote', S.remark)).thenHappens(S.noted))

  test('is added once', () =>
    given(opened, S.noted).when(ask('AddNote', forCustomer)).thenNothingHappens())

  test('of a customer is for everybody to read', () => {
    given(opened)
      .when(ask('AddNote', forCustomer, { actor: S.byMaria }))
      .thenHappens(happened('NoteAdded', { ...forCustomer, by: S.byMaria }))
    for (const audience of ['staff', 'team'] as const)
      given(opened)
        .when(ask('AddNote', { ...S.remark, audience }, { actor: S.byMaria }))
        .thenRefused({ _tag: 'NotForCustomers', command: 'AddNote' })
  })

  test('is still added for the staff when the request is closed or cancelled', () => {
    given(...settled)
      .when(ask('AddNote', S.remark))
      .thenHappens(S.noted)
    given(opened, cancelled).when(ask('AddNote', S.remark)).thenHappens(S.noted)
  })

  test('is for nobody else by then', () => {
    for (const audience of ['team', 'customer'] as const)
      given(...settled)
        .when(ask('AddNote', { ...S.remark, audience }))
        .thenRefused({ _tag: 'OnlyStaffNotes', status: 'closed' })
    given(opened, cancelled)
      .when(ask('AddNote', forCustomer))
      .thenRefused({ _tag: 'OnlyStaffNotes', status: 'cancelled' })
  })
})

describe('a contact', () => {
  const link = { interactionId: S.callBack, direction: 'outbound' } as const
  const openedByCall = happened('RequestOpened', {
    ...S.report,
    caseType: S.fault.def,
    category: 'incident',
    interactionId: S.call,
  })

  test('is linked, also after the request is closed or cancelled', () => {
    for (const story of [[opened], settled, [opened, cancelled]])
      given(...story)
        .when(ask('LinkInteraction', link))
        .thenHappens(S.linked)
  })

  test('is linked once', () =>
    given(opened, S.linked).when(ask('LinkInteraction', link)).thenNothingHappens())

  test('that opened the request is linked already', () =>
    given(openedByCall)
      .when(ask('LinkInteraction', { interactionId: S.call, direction: 'inbound' }))
      .thenNothingHappens())
})

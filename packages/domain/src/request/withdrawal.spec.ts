import { describe, test } from '@jest/globals'
import { possible } from './commands.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { opened, imported, recorded, withdrawn, firstImport, secondImport } = S
const byImport = { actor: S.byImport }
const withdraw = (revisions: ReadonlyArray<number>, batchId: string = firstImport) =>
  ask('WithdrawActivities', { batchId, revisions }, byImport)
const later = happened('ActivityRecorded', { ...S.shut, batchId: secondImport })

describe('an import that is taken back', () => {
  test('names the revisions of its activities', () =>
    given(imported, recorded)
      .when(withdraw([1]))
      .thenHappens(withdrawn))

  test('is taken back whole', () => {
    given(imported, recorded, happened('ActivityRecorded', S.shut))
      .when(withdraw([1]))
      .thenRefused({ _tag: 'WithdrawalIncomplete', activities: 2, given: 1 })
    given(imported, recorded, happened('ActivityRecorded', S.shut))
      .when(withdraw([1, 1]))
      .thenRefused({ _tag: 'WithdrawalIncomplete', activities: 2, given: 1 })
    given(imported, recorded)
      .when(withdraw([1, 2]))
      .thenRefused({ _tag: 'WithdrawalIncomplete', activities: 1, given: 2 })
  })

  test('is taken back once, and nothing of an import that is not here', () => {
    given(imported, recorded, withdrawn)
      .when(withdraw([1]))
      .thenNothingHappens()
    given(opened, recorded, withdrawn)
      .when(withdraw([1]))
      .thenNothingHappens()
    given(opened, recorded)
      .when(withdraw([1], secondImport))
      .thenNothingHappens()
  })

  test('takes back the opening that it brought, also without any activity', () => {
    given(imported).when(withdraw([])).thenHappens(S.openingWithdrawn)
    for (const event of [withdrawn, S.openingWithdrawn])
      given(imported, recorded, event)
        .when(ask('AcceptRequest', { agentId: S.ana }))
        .thenRefused({ _tag: 'WrongStatus', status: 'withdrawn', next: possible.withdrawn })
  })

  test('leaves a request that it did not open as it is', () =>
    given(...S.inWork, recorded, withdrawn)
      .when(ask('SetWaiting', S.forParts))
      .thenHappens(S.setWaiting))

  test('frees its activities to be recorded again, and no others', () => {
    given(imported, recorded, later, withdrawn)
      .when(ask('RecordActivity', S.arrived, byImport))
      .thenHappens(recorded)
    given(imported, recorded, later, withdrawn)
      .when(ask('RecordActivity', S.shut, byImport))
      .thenNothingHappens()
  })
})

describe('a withdrawn request', () => {
  const open = ask('OpenRequest', {
    subject: 'The boiler leaks again',
    origin: 'import',
    partyId: S.maria,
    batchId: firstImport,
    caseType: 'fault',
  })

  test('is opened again by another import', () =>
    given(imported, recorded, withdrawn).when(open).thenHappens(imported))

  test('begins anew', () => {
    given(imported, S.noted, recorded, withdrawn, imported)
      .when(ask('AddNote', S.remark))
      .thenHappens(S.noted)
    given(imported, S.assigned, S.accepted, recorded, withdrawn, imported)
      .when(ask('HandOverRequest', S.toBen))
      .thenRefused({ _tag: 'NobodyResponsible', next: ['AssignResponsible'] })
  })

  test('still holds the activities of other imports', () => {
    given(imported, recorded, later, withdrawn, imported)
      .when(ask('RecordActivity', S.shut, byImport))
      .thenNothingHappens()
    given(imported, recorded, later, withdrawn, imported)
      .when(withdraw([2], secondImport))
      .thenHappens(
        happened('ActivitiesWithdrawn', {
          batchId: secondImport,
          revisions: [2],
          by: S.byImport,
        }),
      )
  })
})

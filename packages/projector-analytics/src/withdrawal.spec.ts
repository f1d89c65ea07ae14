import { describe, expect, test } from '@jest/globals'
import { Requests as S, type Event } from '@deskledger/domain/testing'
import { at } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { processCase, processEvent } from './index.ts'

const { happened } = S.story
const caseAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(processCase)[0]
const stepsAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(processEvent)
const namesAfter = (...facts: ReadonlyArray<Event>) =>
  stepsAfter(...facts).map(({ activity }) => activity)

const byHand = happened('RequestOpened', {
  subject: 'The boiler leaks again',
  origin: 'import',
  caseType: S.fault.def,
  category: 'incident',
})
const shut = happened('ActivityRecorded', { ...S.shut, resource: S.ben }, at(9))
const second = happened('ActivityRecorded', { ...S.shut, batchId: S.secondImport }, at(9))
const withdrawn = (batchId: string, ...revisions: ReadonlyArray<number>) =>
  happened('ActivitiesWithdrawn', { batchId, revisions, by: S.byImport }, at(20))

describe('an import that is taken back', () => {
  test('takes its activities with it and leaves those of others', () => {
    const story = [byHand, S.recorded, second, withdrawn(S.firstImport, 1)]
    expect(namesAfter(...story)).toEqual(['Fault closed'])
    expect(caseAfter(...story)).toMatchObject({
      origin: 'import',
      activities: 1,
      opened_at: at(0),
      last_at: at(20),
    })
  })

  test('takes the request with it if it had opened it and nothing else is known of it', () => {
    expect(caseAfter(S.imported, S.recorded, withdrawn(S.firstImport, 1))).toBeUndefined()
    expect(caseAfter(S.imported, withdrawn(S.firstImport))).toBeUndefined()
    expect(stepsAfter(S.imported, S.recorded, withdrawn(S.firstImport, 1))).toEqual([])
  })

  test('leaves a request that it did not open, also without any step', () =>
    expect(caseAfter(byHand, S.recorded, withdrawn(S.firstImport, 1))).toMatchObject({
      opened_at: at(0),
      activities: 0,
    }))

  test('takes the opening alone if other imports know the request too', () => {
    const story = [S.imported, S.recorded, second, withdrawn(S.firstImport, 1)]
    expect(namesAfter(...story)).toEqual(['Fault closed'])
    expect(caseAfter(...story)).toMatchObject({
      origin: null,
      batch_id: null,
      case_type: null,
      opened_at: null,
      activities: 1,
    })
    expect(caseAfter(...story, withdrawn(S.secondImport, 2))).toBeUndefined()
  })

  test('is no step itself, and leaves a request that was opened here as it is', () => {
    const story = [S.opened, S.recorded, S.noted, withdrawn(S.firstImport, 1)]
    expect(namesAfter(...story)).toEqual(['RequestOpened', 'NoteAdded'])
    expect(caseAfter(...story)).toMatchObject({ activities: 2, is_imported: 0 })
  })

  test('names an activity once, however often it says so', () =>
    expect(caseAfter(byHand, S.recorded, second, withdrawn(S.firstImport, 1, 1))).toMatchObject({
      activities: 1,
    }))

  test('may be followed by another that brings the request anew', () =>
    expect(
      namesAfter(S.imported, S.recorded, second, withdrawn(S.firstImport, 1), S.imported, shut),
    ).toEqual(['Fault closed', 'Fault closed']))
})

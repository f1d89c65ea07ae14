import { describe, expect, test } from '@jest/globals'
import { Requests as S, type Event } from '@deskledger/domain/testing'
import { at } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { processCase } from './index.ts'

const { happened } = S.story
const caseAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(processCase)[0]

const byHand = happened('RequestOpened', {
  subject: 'The boiler leaks again',
  origin: 'import',
  caseType: S.fault.def,
  category: 'incident',
})

describe('a case', () => {
  const opened = {
    request_id: S.leak,
    origin: 'inbound',
    is_imported: 0,
    batch_id: null,
    case_type: 'fault',
    case_type_version: 1,
    category: 'incident',
    channel: 'phone',
    party_id: S.maria,
    product_sku: null,
    opened_at: at(0),
    first_closed_at: null,
    activities: 1,
    last_at: at(0),
  }

  test('begins with what its opening says', () => expect(caseAfter(S.opened)).toEqual(opened))

  test('of an import has no step yet', () =>
    expect(caseAfter(S.imported)).toEqual({
      ...opened,
      origin: 'import',
      is_imported: 1,
      batch_id: S.firstImport,
      channel: null,
      activities: 0,
    }))

  test('is imported also if its origin alone says so, or an import alone', () => {
    expect(caseAfter(byHand)).toMatchObject({ is_imported: 1, batch_id: null, party_id: null })
    const brought = happened('RequestOpened', {
      ...S.report,
      caseType: S.fault.def,
      category: 'incident',
      batchId: S.firstImport,
    })
    expect(caseAfter(brought)).toMatchObject({ is_imported: 1, origin: 'inbound' })
  })

  test('learns whose it is, what it is about and what kind of case', () =>
    expect(
      caseAfter(
        S.opened,
        S.identified,
        S.productIdentified,
        happened('RequestClassified', { ...S.grave, category: 'complaint', by: S.byAna }),
        S.classified,
      ),
    ).toMatchObject({ party_id: S.pedro, product_sku: 'AQ-40', category: 'complaint' }))

  test('keeps when it was first closed', () => {
    const closed = (minute: number) => happened('RequestClosed', { how: 'agent' }, at(minute))
    expect(caseAfter(...S.solved, closed(3), S.reopened, closed(9))).toMatchObject({
      first_closed_at: at(3),
      last_at: at(9),
      activities: 7,
    })
  })

  test('is as late as the latest thing that happened, also if that was told earlier', () =>
    expect(
      caseAfter(
        S.opened,
        happened('RequestAcknowledged', { automatic: true, by: S.bySystem }, at(5)),
        S.noted,
      ),
    ).toMatchObject({ last_at: at(5) }))

  test('is known by recorded activities alone, before anybody opens it', () => {
    const unopened = {
      ...Object.fromEntries(Object.keys(opened).map((column) => [column, null])),
      request_id: S.leak,
      is_imported: 1,
      activities: 1,
      last_at: at(0),
    }
    expect(caseAfter(S.recorded)).toEqual(unopened)
    expect(caseAfter(S.recorded, S.imported)).toMatchObject({ origin: 'import', activities: 1 })
    expect(caseAfter(S.recorded, S.opened)).toMatchObject({ is_imported: 0, activities: 2 })
  })

  test('is not begun by anything else', () => expect(caseAfter(S.noted)).toBeUndefined())
})

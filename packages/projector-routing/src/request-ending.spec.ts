import { describe, expect, test } from '@jest/globals'
import { Parties, Requests as S, place, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { request } from './index.ts'

const { happened } = S.story
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(request)[0]
const { opened, assigned, accepted, proposed, closed, reopened, imported } = S

describe('the status of a request', () => {
  test('follows what happens to it', () => {
    const past: Array<Event> = [opened]
    const then = (...facts: ReadonlyArray<Event>) => {
      past.push(...facts)
      return rowAfter(...past)?.status
    }
    expect(then()).toBe('open')
    expect(then(assigned, accepted)).toBe('inProgress')
    expect(then(S.setWaiting)).toBe('waiting')
    expect(then(S.resumed)).toBe('inProgress')
    expect(then(proposed)).toBe('resolved')
    expect(then(S.solutionRejected)).toBe('inProgress')
    expect(then(proposed, S.solutionAccepted)).toBe('resolved')
    expect(then(closed)).toBe('closed')
    expect(then(reopened)).toBe('inProgress')
    expect(then(S.cancelled)).toBe('cancelled')
  })

  test('says for what it waits, since when and until when, and only while it does', () => {
    const waiting = happened('RequestSetWaiting', { ...S.forParts, until: at(60) }, at(5))
    expect(rowAfter(...S.inWork, waiting)).toMatchObject({
      waiting_on: 'parts',
      waiting_since: at(5),
      waiting_until: at(60),
    })
    const nothing = { waiting_on: null, waiting_since: null, waiting_until: null }
    for (const next of [S.resumed, proposed, closed, S.cancelled, reopened, S.solutionRejected])
      expect(rowAfter(...S.inWork, waiting, next)).toMatchObject(nothing)
    expect(rowAfter(...S.inWork, waiting, accepted)).toMatchObject(nothing)
  })
})

describe('the solution of a request', () => {
  const solved = happened('SolutionProposed', { ...S.newValve, rootCause: 'wornSeal' }, at(10))

  test('stands from its proposal on', () =>
    expect(rowAfter(opened, solved)).toMatchObject({
      resolved_at: at(10),
      resolution_code: 'replaced',
      root_cause: 'wornSeal',
    }))

  test('falls when it is rejected, or the request opened again', () => {
    const none = { resolved_at: null, resolution_code: null, root_cause: null }
    expect(rowAfter(opened, solved, S.solutionRejected)).toMatchObject(none)
    expect(rowAfter(opened, solved, closed, reopened)).toMatchObject(none)
  })

  test('is called as the closing calls it, if it does', () => {
    const coded = happened('RequestClosed', { how: 'auto', code: 'silence' })
    expect(rowAfter(opened, solved, coded)).toMatchObject({ resolution_code: 'silence' })
    expect(rowAfter(opened, solved, closed)).toMatchObject({ resolution_code: 'replaced' })
  })
})

describe('the end of a request', () => {
  const closedAt = (minutes: number) => happened('RequestClosed', { how: 'agent' }, at(minutes))

  test('is its closing, by whom it was', () =>
    expect(rowAfter(opened, proposed, closedAt(10))).toMatchObject({
      closed_at: at(10),
      closed_how: 'agent',
      first_closed_at: at(10),
    }))

  test('is undone when it is opened again, but for the first closing', () =>
    expect(rowAfter(opened, proposed, closedAt(10), reopened)).toMatchObject({
      closed_at: null,
      closed_how: null,
      first_closed_at: at(10),
      reopened: 1,
    }))

  test('is the last closing, with the first one beside it', () =>
    expect(
      rowAfter(opened, proposed, closedAt(10), reopened, proposed, closedAt(30)),
    ).toMatchObject({ closed_at: at(30), first_closed_at: at(10), reopened: 1 }))

  test('is its cancellation, with the request that it repeats', () => {
    const other = id(302)
    const doubled = happened('RequestCancelled', { reason: 'duplicate', duplicateOf: other }, at(7))
    expect(rowAfter(opened, doubled)).toMatchObject({
      cancelled_at: at(7),
      cancelled_because: 'duplicate',
      duplicate_of: other,
    })
  })
})

describe('an imported request', () => {
  const otherImport = happened('ActivitiesWithdrawn', {
    batchId: S.secondImport,
    revisions: [],
    by: S.byImport,
  })

  test('disappears when its import is taken back', () => {
    expect(rowAfter(imported, S.recorded)).toMatchObject({ batch_id: S.firstImport })
    expect(rowAfter(imported, S.recorded, S.withdrawn)).toBeUndefined()
  })

  test('stays when another import is taken back', () => {
    expect(rowAfter(imported, otherImport)).toMatchObject({ as_of_position: place(2) })
    expect(rowAfter(opened, S.recorded, S.withdrawn)).toMatchObject({ batch_id: null })
  })

  test('is as new when it is imported again', () =>
    expect(rowAfter(imported, proposed, closed, S.openingWithdrawn, { ...imported })).toMatchObject(
      { status: 'open', first_closed_at: null, as_of_position: place(5) },
    ))
})

describe('the subject of a request', () => {
  test('is gone with the customer whose request it is', () => {
    expect(rowAfter(opened, Parties.erased)).toMatchObject({ subject: null, party_id: S.maria })
    expect(rowAfter(opened, S.identified, Parties.erased)).toMatchObject({
      subject: 'The boiler leaks again',
    })
  })

  test('may be gone before it is read', () => {
    const gone = { ...opened, data: { ...opened.data, subject: { $erased: true } } } as Event
    expect(rowAfter(gone)).toMatchObject({ subject: null })
  })
})

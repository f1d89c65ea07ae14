import { describe, expect, test } from '@jest/globals'
import { Requests as S, place, type Event } from '@deskledger/domain/testing'
import { at } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { request } from './index.ts'

const { happened } = S.story
const rowAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(request)[0]
const { opened, assigned, accepted, closed } = S

describe('a request', () => {
  test('begins with what its opening says, and nothing else is known', () => {
    expect(rowAfter(opened)).toEqual({
      request_id: S.leak,
      number: null,
      case_type: 'fault',
      case_type_version: 1,
      channel: 'phone',
      origin: 'inbound',
      subject: 'The boiler leaks again',
      source: null,
      batch_id: null,
      opened_at: at(0),
      category: 'incident',
      topic: null,
      severity: null,
      impact: null,
      priority: null,
      priority_from: null,
      stage: null,
      party_id: S.maria,
      product_sku: null,
      responsible_kind: null,
      responsible_id: null,
      acknowledged_at: null,
      accepted_at: null,
      waiting_on: null,
      waiting_since: null,
      waiting_until: null,
      handoffs: 0,
      contacts: 0,
      notes: 0,
      open_tasks: 0,
      status: 'open',
      resolved_at: null,
      resolution_code: null,
      root_cause: null,
      closed_at: null,
      closed_how: null,
      first_closed_at: null,
      reopened: 0,
      cancelled_at: null,
      cancelled_because: null,
      duplicate_of: null,
      changed_at: at(0),
      as_of_position: place(1),
    })
  })

  test('is known by number, product, contact, source and import where these are named', () => {
    const named = {
      number: 'R-1001',
      sku: 'AQ-40',
      interactionId: S.call,
      source: 'oldTickets',
      batchId: S.firstImport,
    }
    const full = { ...opened, data: { ...opened.data, ...named } } as Event
    expect(rowAfter(full)).toMatchObject({
      number: 'R-1001',
      product_sku: 'AQ-40',
      contacts: 1,
      source: 'oldTickets',
      batch_id: S.firstImport,
    })
  })

  test('is not there before it is opened', () =>
    expect(rowAfter(accepted, S.noted, closed)).toBeUndefined())

  test('belongs to whom it was last found to belong', () =>
    expect(rowAfter(opened, S.identified)).toMatchObject({ party_id: S.pedro }))

  test('is about the product that was last named', () => {
    const other = happened('ProductIdentified', { sku: 'VALVE 12', previous: 'AQ-40', by: S.byAna })
    expect(rowAfter(opened, S.productIdentified, other)).toMatchObject({ product_sku: 'VALVE 12' })
  })

  test('keeps its category and topic where a classification leaves them out', () => {
    const first = {
      severity: 2,
      impact: 3,
      category: 'complaint',
      topic: 'leak',
      by: S.byAna,
    } as const
    const second = happened('RequestClassified', { severity: 1, impact: 4, by: S.byAna })
    expect(rowAfter(opened, happened('RequestClassified', first), second)).toMatchObject({
      category: 'complaint',
      topic: 'leak',
      severity: 1,
      impact: 4,
    })
  })

  test('has the priority that was last set, and says by what', () =>
    expect(rowAfter(opened, S.prioritised, S.overridden)).toMatchObject({
      priority: 1,
      priority_from: 'override',
    }))

  test('is in the stage that it entered last', () =>
    expect(rowAfter(opened, S.diagnosed)).toMatchObject({ stage: 'diagnosed' }))

  test('was acknowledged and accepted when it first was', () => {
    const again = [
      happened('RequestAcknowledged', { automatic: true, by: S.bySystem }, at(9)),
      happened('RequestAccepted', { agentId: S.ana }, at(9)),
    ]
    expect(rowAfter(opened, S.acknowledged, accepted, ...again)).toMatchObject({
      acknowledged_at: at(0),
      accepted_at: at(0),
    })
  })

  test('counts its notes, and the tasks that are not done', () =>
    expect(
      rowAfter(opened, S.noted, S.taskCreated, S.repairCreated, S.taskCompleted),
    ).toMatchObject({ notes: 1, open_tasks: 1 }))

  test('was changed at the latest time of all its events, though some are told late', () => {
    const late = happened('NoteAdded', { ...S.remark, by: S.byAna }, at(-60))
    const then = happened('RequestAcknowledged', { automatic: false, by: S.byAna }, at(5))
    expect(rowAfter(opened, then, late)).toMatchObject({
      changed_at: at(5),
      as_of_position: place(3),
    })
  })
})

describe('the responsible of a request', () => {
  const toAna = assigned
  const toBen = happened('ResponsibleAssigned', {
    to: { kind: 'agent', id: S.ben },
    how: 'escalation',
    by: S.bySupervisor,
  })

  test('is who was last assigned', () =>
    expect(rowAfter(opened, S.queued, toAna)).toMatchObject({
      responsible_kind: 'agent',
      responsible_id: S.ana,
    }))

  test('takes it from a queue without a hand-off', () =>
    expect(rowAfter(opened, S.queued, toAna)).toMatchObject({ handoffs: 0 }))

  test('hands it over: a hand-off', () =>
    expect(rowAfter(opened, toAna, S.handedOver)).toMatchObject({
      responsible_id: S.ben,
      handoffs: 1,
    }))

  test('hands it over from a queue to another: a hand-off too', () => {
    const over = happened('RequestHandedOver', {
      from: S.toEngineers.to,
      to: { kind: 'queue', id: 'complaints' },
      reason: 'wrongQueue',
    })
    expect(rowAfter(opened, S.queued, over)).toMatchObject({
      responsible_kind: 'queue',
      responsible_id: 'complaints',
      handoffs: 1,
    })
  })

  test('loses it to another agent or to a queue by assignment: a hand-off', () => {
    expect(rowAfter(opened, toAna, toBen)).toMatchObject({ responsible_id: S.ben, handoffs: 1 })
    expect(rowAfter(opened, toAna, S.queued)).toMatchObject({ handoffs: 1 })
    const namesake = happened('ResponsibleAssigned', {
      to: { kind: 'queue', id: S.ana },
      how: 'manual',
      by: S.byAna,
    })
    expect(rowAfter(opened, toAna, namesake)).toMatchObject({ handoffs: 1 })
  })

  test('keeps it when assigned again: no hand-off', () =>
    expect(rowAfter(opened, toAna, S.takenByAna)).toMatchObject({ handoffs: 0 }))
})

describe('the contacts about a request', () => {
  const byCall = { ...opened, data: { ...opened.data, interactionId: S.call } } as Event

  test('are the one that opened it and those linked', () => {
    expect(rowAfter(opened)).toMatchObject({ contacts: 0 })
    expect(rowAfter(byCall, S.linked)).toMatchObject({ contacts: 2 })
  })
})

import { describe, expect, test } from '@jest/globals'
import {
  Agents,
  Assessments,
  Interactions,
  Parties,
  Requests,
  Sales,
  place,
  type Event,
} from '@deskledger/domain/testing'
import { at } from '@deskledger/kernel/testing'
import { after } from './given.samples.ts'
import { customerTimeline } from './index.ts'

const { maria } = Parties
const linesAfter = (...facts: ReadonlyArray<Event>) => after(...facts).rows(customerTimeline)
const kindsOf = (...facts: ReadonlyArray<Event>) => linesAfter(...facts).map(({ kind }) => kind)

describe('a line of a timeline', () => {
  test('says what happened to what, by which way, in a line, and who did it', () =>
    expect(linesAfter(Requests.opened, Requests.acknowledged)).toEqual([
      {
        party_id: maria,
        position: place(1),
        at: at(0),
        kind: 'request',
        event: 'RequestOpened',
        channel: 'phone',
        title: 'The boiler leaks again',
        subject_kind: 'request',
        subject_id: Requests.leak,
        actor_kind: 'agent',
        actor_id: 'clerk',
      },
      {
        party_id: maria,
        position: place(2),
        at: at(0),
        kind: 'request',
        event: 'RequestAcknowledged',
        channel: null,
        title: null,
        subject_kind: 'request',
        subject_id: Requests.leak,
        actor_kind: 'agent',
        actor_id: Requests.ana,
      },
    ]))

  test('stands with everybody whom the event concerns', () =>
    expect(linesAfter(Requests.opened, Requests.identified)).toMatchObject([
      { party_id: maria, position: place(1) },
      { party_id: maria, position: place(2) },
      { party_id: Requests.pedro, position: place(2) },
    ]))

  test('stays when the import that brought it is taken back', () =>
    expect(linesAfter(Requests.imported, Requests.openingWithdrawn)).toHaveLength(2))

  test('stands nowhere if the event concerns nobody', () =>
    expect(linesAfter(Agents.enrolled, Interactions.started)).toEqual([]))

  test('loses its title with the customer', () =>
    expect(linesAfter(Requests.opened, Parties.erased)).toMatchObject([
      { title: null, event: 'RequestOpened' },
      { event: 'PartyErased' },
    ]))
})

describe('the kind of a line', () => {
  const category = (category: 'enquiry' | 'incident' | 'complaint') =>
    Requests.story.happened('RequestClassified', {
      ...Requests.grave,
      category,
      by: Requests.byAna,
    })

  test('is profile, or access where somebody looked', () => {
    const shown = Parties.story.happened('CustomerRecordShown', {
      to: Requests.byAna,
      purpose: 'service',
      parts: ['profile'],
    })
    expect(kindsOf(Parties.registered, Parties.mobileAdded, Parties.becameCustomer, shown)).toEqual(
      ['profile', 'profile', 'profile', 'access'],
    )
  })

  test('is profile also where a customer becomes an agent', () => {
    const employed = Agents.story.happened('AgentEnrolled', {
      ...Agents.profile,
      units: 3,
      partyId: maria,
    })
    expect(linesAfter(employed)).toMatchObject([
      { party_id: maria, kind: 'profile', subject_kind: 'agent', subject_id: Agents.ana },
    ])
  })

  test('is complaint, information or request, as the request is opened or found to be', () => {
    const enquiry = { ...Requests.opened, data: { ...Requests.opened.data, category: 'enquiry' } }
    expect(kindsOf(Requests.opened)).toEqual(['request'])
    expect(kindsOf(Requests.complaintOpened)).toEqual(['complaint'])
    expect(kindsOf(enquiry as Event)).toEqual(['information'])
    expect(
      kindsOf(
        Requests.opened,
        category('complaint'),
        category('enquiry'),
        category('incident'),
        Requests.classified,
      ),
    ).toEqual(['request', 'complaint', 'information', 'request', 'request'])
  })

  test('is note, task or history for these parts of a request', () =>
    expect(
      kindsOf(
        Requests.opened,
        Requests.noted,
        Requests.taskCreated,
        Requests.taskAssigned,
        Requests.taskTransferred,
        Requests.taskCompleted,
        Requests.recorded,
        Requests.withdrawn,
      ).slice(1),
    ).toEqual(['note', 'task', 'task', 'task', 'task', 'history', 'history']))

  test('is contact for calls and messages', () => {
    const known = Interactions.story.happened('CallerIdentified', Interactions.proof)
    expect(linesAfter(Interactions.started, known, Interactions.ended)).toMatchObject([
      { kind: 'contact', event: 'CallerIdentified', subject_kind: 'interaction', channel: null },
      { kind: 'contact', event: 'InteractionEnded', subject_id: Interactions.call },
    ])
    expect(linesAfter(Interactions.received)).toMatchObject([{ kind: 'contact', channel: 'email' }])
  })

  test('is quote until a sale is ordered, then order', () =>
    expect(
      kindsOf(...Sales.drafted, Sales.quoted, Sales.accepted, Sales.ordered, Sales.cancelled),
    ).toEqual([...Array.from({ length: 5 }, () => 'quote'), 'order', 'order']))

  test('is survey for what the customer thinks', () =>
    expect(linesAfter(Assessments.invited, Assessments.scored)).toMatchObject([
      { kind: 'survey', subject_kind: 'assessment', subject_id: Assessments.opinion },
      { kind: 'survey' },
    ]))
})

describe('the channel of a line', () => {
  test('is told where an event has one', () => {
    const started = Interactions.story.happened('InteractionStarted', {
      channel: 'video',
      direction: 'inbound',
      partyId: maria,
    })
    const accepted = Requests.story.happened('SolutionAccepted', {
      by: Requests.byMaria,
      channel: 'portal',
    })
    expect(linesAfter(started)).toMatchObject([{ channel: 'video' }])
    expect(linesAfter(Requests.opened, accepted)[1]).toMatchObject({ channel: 'portal' })
  })
})

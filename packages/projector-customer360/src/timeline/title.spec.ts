import { describe, expect, test } from '@jest/globals'
import {
  Assessments,
  Interactions,
  Parties,
  Requests,
  type Event,
} from '@deskledger/domain/testing'
import { after } from '../given.samples.ts'
import { customerTimeline } from '../index.ts'

const { maria } = Parties
const titlesOf = (...facts: ReadonlyArray<Event>) =>
  after(...facts)
    .rows(customerTimeline)
    .map(({ title }) => title)

describe('the title of a line', () => {
  const noted = (body: string, audience: 'team' | 'staff' = 'staff') =>
    Requests.story.happened('NoteAdded', { ...Requests.remark, body, audience, by: Requests.byAna })
  const titleOf = (body: string) => titlesOf(Requests.opened, noted(body))[1]

  test('is taken from subjects, notes, tasks, solutions, labels and comments', () => {
    const passedOn = Requests.story.happened('RequestHandedOver', {
      from: Requests.toAna.to,
      ...Requests.toBen,
      note: 'Ben knows her',
    })
    expect(
      titlesOf(
        Requests.opened,
        passedOn,
        Requests.noted,
        Requests.taskCreated,
        Requests.proposed,
        Requests.recorded,
        Interactions.received,
      ),
    ).toEqual([
      'The boiler leaks again',
      'Ben knows her',
      'She has called twice',
      'Look at the boiler',
      'A new valve',
      'Fault reported',
      'My boiler',
    ])
    const comment = { ...Assessments.scored.data, comment: 'Very kind' }
    expect(titlesOf({ type: 'SatisfactionScored', data: comment } as Event)).toEqual(['Very kind'])
  })

  test('of a message without a subject is how it begins', () => {
    const sms = {
      channel: 'sms',
      from: '+34600123456',
      body: 'It leaks\nagain',
      partyId: maria,
    } as const
    const answer = { channel: 'sms', to: '+34600123456', body: 'We come', partyId: maria } as const
    const { happened } = Interactions.story
    expect(titlesOf(happened('MessageReceived', sms))).toEqual(['It leaks'])
    expect(titlesOf(happened('MessageSent', answer))).toEqual(['We come'])
  })

  test('of a note for the team alone is not shown to everybody', () =>
    expect(titlesOf(Requests.opened, noted('She shouts', 'team'))[1]).toBeNull())

  test('may be gone', () => {
    const gone = { ...Requests.opened.data, subject: { $erased: true } }
    expect(titlesOf({ type: 'RequestOpened', data: gone } as Event)).toEqual([null])
  })

  test('is the first line that says something', () => {
    expect(titleOf('\n  She has called  \ntwice')).toBe('She has called')
    expect(titleOf(' \n ')).toBeNull()
  })

  test('has 120 characters at most, none of them cut in two', () => {
    expect(titleOf('x'.repeat(120))).toBe('x'.repeat(120))
    expect(titleOf('x'.repeat(121))).toBe(`${'x'.repeat(119)}…`)
    expect(titleOf('👍'.repeat(121))).toBe(`${'👍'.repeat(119)}…`)
  })
})

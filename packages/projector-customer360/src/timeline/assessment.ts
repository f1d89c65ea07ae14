/** What the events of assessments are in a timeline. */
import type { Event } from '@deskledger/domain/assessment/events'
import type { RecordedEvent } from '@deskledger/kernel'
import { line, type Line, type Lines, type Told } from './line.ts'

const survey = (e: RecordedEvent<Event>, told?: Told): Line =>
  line(e, ['survey', 'assessment', e.data.assessmentId], told)

const step = (e: RecordedEvent<Event>): Line => survey(e)

export const assessment: Lines<Event> = {
  AssessmentInvited: step,
  SatisfactionScored: (e) => survey(e, { words: e.data.comment }),
  AssessmentDeclined: step,
  AssessmentExpired: step,
}

/**
 * `assessment`: who was asked about which service, and what came of it. Comments are not here: they
 * are personal, and no number is made of them.
 */
import { Mode, Subject, type Event } from '@deskledger/domain/assessment/events'
import { instant, integer, nullable, oneOf, readModel, text, type Of } from '@deskledger/projection'

const { table } = readModel<Event>()

const assessments = table('assessment', {
  doc: 'What one customer thinks of one service, or was asked',
  key: { assessment_id: text('the assessment') },
  columns: {
    subject_kind: oneOf('what is assessed', Subject.required.kind),
    subject_id: text('which request, interaction or sale'),
    request_id: nullable(text('the request it is about or belongs to, if there is one')),
    party_id: nullable(text('whose opinion, if it was said')),
    agent_id: nullable(text('whose service, if it was said')),
    instrument: text('by which questions, as a key of the house'),
    instrument_version: integer('its version of then'),
    status: oneOf('scored also if it had expired and the answer was collected in time', [
      'invited',
      'scored',
      'declined',
      'expired',
    ]),
    invited_at: nullable(instant('null if nobody had to be asked; AssessmentInvited')),
    invited_mode: nullable(oneOf('by what the customer was asked; AssessmentInvited', Mode)),
    expires_at: nullable(instant('what is collected from then on does not count')),
    mode: nullable(oneOf('how the answer was collected; SatisfactionScored', Mode)),
    collected_at: nullable(instant('when the customer answered; SatisfactionScored')),
    scored_at: nullable(instant('when the answer was entered; SatisfactionScored')),
    overall_hundredths: nullable(
      integer('the weighted mean of its scores on their scales, × 100; SatisfactionScored'),
    ),
    nps: nullable(integer('whether they would recommend us, 0 to 10; SatisfactionScored')),
    effort: nullable(integer('whether it was made easy, 1 to 7; SatisfactionScored')),
    expectation: nullable(integer('what they had expected, on the scales; SatisfactionScored')),
    batch_id: nullable(text('with which others it was entered; SatisfactionScored')),
    decline_reason: nullable(text('a key of the house; AssessmentDeclined')),
  },
  indexes: [['collected_at'], ['request_id']],
})

const unanswered = {
  mode: null,
  collected_at: null,
  scored_at: null,
  overall_hundredths: null,
  nps: null,
  effort: null,
  expectation: null,
  batch_id: null,
  decline_reason: null,
} as const

type Told = Of<Event, 'AssessmentInvited' | 'SatisfactionScored'>['data']

/** What is assessed belongs to a request that is itself assessed, also where that is not said. */
const about = ({ subject, instrument, requestId, partyId, agentId }: Told) => ({
  subject_kind: subject.kind,
  subject_id: subject.id,
  request_id: subject.kind === 'request' ? subject.id : (requestId ?? null),
  party_id: partyId ?? null,
  agent_id: agentId ?? null,
  instrument: instrument.key,
  instrument_version: instrument.version,
})

const answered = ({ data, occurredAt }: Of<Event, 'SatisfactionScored'>) => ({
  mode: data.mode,
  collected_at: data.collectedAt,
  scored_at: occurredAt,
  overall_hundredths: data.overallHundredths,
  nps: data.nps ?? null,
  effort: data.effort ?? null,
  expectation: data.expectation ?? null,
  batch_id: data.batchId ?? null,
})

export const assessment = assessments.on((e) => ({ assessment_id: e.data.assessmentId }), {
  AssessmentInvited: (_, { data, occurredAt }) => ({
    ...unanswered,
    ...about(data),
    status: 'invited',
    invited_at: occurredAt,
    invited_mode: data.mode,
    expires_at: data.expiresAt ?? null,
  }),
  SatisfactionScored: (row, e) => ({
    ...about(e.data),
    ...answered(e),
    status: 'scored',
    invited_at: row?.invited_at ?? null,
    invited_mode: row?.invited_mode ?? null,
    expires_at: row?.expires_at ?? null,
    decline_reason: null,
  }),
  AssessmentDeclined: (row, { data }) =>
    row && { ...row, status: 'declined', decline_reason: data.reason ?? null },
  AssessmentExpired: (row) => row && { ...row, status: 'expired' },
})

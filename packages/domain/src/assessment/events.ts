/**
 * What can happen to an assessment: one customer's opinion of one service, asked for and given.
 *
 * These codecs are the storage contract. Names and fields are read back for as long as any history
 * exists: add optional fields, never rename, never change a meaning. A comment belongs to the
 * assessment itself, because not every one names a party.
 */
import {
  Actor,
  Def,
  event,
  identifier,
  Instant,
  integer,
  Key,
  list,
  oneOf,
  personal,
  record,
  registry,
  text,
  type Registry,
} from '@deskledger/kernel'
import type * as t from 'io-ts'
import { AgentId, AssessmentId, BatchId, PartyId, RequestId } from '../primitives.ts'

/** What is assessed: a request that was settled, a talk or message, a sale. */
export const Subject = record(
  { kind: oneOf('request', 'interaction', 'sale'), id: identifier('SubjectId') },
  {},
  'Subject',
)
export interface Subject extends t.TypeOf<typeof Subject> {}

/** How the opinion is collected. */
export const Mode = oneOf(
  'signature',
  'surveyorBatch',
  'callback',
  'sms',
  'mobileEmail',
  'web',
  'kiosk',
)
export type Mode = (typeof Mode)['_A']

/** A point on a scale of the house. */
const Value = integer('value', 0, 100)

/** What a customer says of one dimension. */
export const Mark = record({ dimension: Key, value: Value }, {}, 'Mark')
export interface Mark extends t.TypeOf<typeof Mark> {}

/** At least one: an assessment without a mark is declined. */
export const Marks = list(Mark, { min: 1, max: 100 })

/** A mark with its scale and its weight of then, so that it means the same for ever. */
export const Score = record(
  {
    dimension: Key,
    value: Value,
    scaleMin: Value,
    scaleMax: Value,
    weight: integer('weight', 1, 1000),
  },
  {},
  'Score',
)
export interface Score extends t.TypeOf<typeof Score> {}

/** `agentId`: whose service is assessed. */
const whose = { requestId: RequestId, partyId: PartyId, agentId: AgentId }

/** From `expiresAt` on, what is collected no longer counts. */
export const AssessmentInvited = event(
  'AssessmentInvited',
  { assessmentId: AssessmentId, subject: Subject, instrument: Def, mode: Mode, by: Actor },
  { ...whose, expiresAt: Instant },
)
export interface AssessmentInvited extends t.TypeOf<typeof AssessmentInvited> {}

/**
 * `overallHundredths`: the mean of the values that were given, each by its weight, on their native
 * scales, × 100, halves rounded up. `expectation`: what the customer had expected, on these scales.
 * `collectedAt` is when the customer answered, `at` when it was entered; many entered together have
 * one `batchId`.
 */
export const SatisfactionScored = event(
  'SatisfactionScored',
  {
    assessmentId: AssessmentId,
    subject: Subject,
    instrument: Def,
    scores: list(Score, { min: 1, max: 100 }),
    overallHundredths: integer('hundredths', 0, 10_000),
    mode: Mode,
    collectedAt: Instant,
    enteredBy: Actor,
  },
  {
    ...whose,
    /** Whether they would recommend us, from 0 to 10. */
    nps: integer('likelihood', 0, 10),
    /** Whether it was made easy, from 1, not at all, to 7. */
    effort: integer('ease', 1, 7),
    expectation: Value,
    comment: personal(text('comment', 4000), 'assessmentId'),
    batchId: BatchId,
  },
)
export interface SatisfactionScored extends t.TypeOf<typeof SatisfactionScored> {}

export const AssessmentDeclined = event(
  'AssessmentDeclined',
  { assessmentId: AssessmentId },
  { reason: Key },
)
export interface AssessmentDeclined extends t.TypeOf<typeof AssessmentDeclined> {}

export const AssessmentExpired = event('AssessmentExpired', { assessmentId: AssessmentId })
export interface AssessmentExpired extends t.TypeOf<typeof AssessmentExpired> {}

export type Event = AssessmentInvited | SatisfactionScored | AssessmentDeclined | AssessmentExpired

export const events: Registry<Event> = registry(
  AssessmentInvited,
  SatisfactionScored,
  AssessmentDeclined,
  AssessmentExpired,
)

/**
 * The words that several modules of customer service share.
 */
import { branded, identifier, integer, oneOf, pattern, type Brand } from '@deskledger/kernel'

export const PartyId = identifier('PartyId')
export type PartyId = Brand<string, 'PartyId'>

export const ContactPointId = identifier('ContactPointId')
export type ContactPointId = Brand<string, 'ContactPointId'>

export const RequestId = identifier('RequestId')
export type RequestId = Brand<string, 'RequestId'>

export const TaskId = identifier('TaskId')
export type TaskId = Brand<string, 'TaskId'>

export const NoteId = identifier('NoteId')
export type NoteId = Brand<string, 'NoteId'>

export const InteractionId = identifier('InteractionId')
export type InteractionId = Brand<string, 'InteractionId'>

export const AgentId = identifier('AgentId')
export type AgentId = Brand<string, 'AgentId'>

export const WorkId = identifier('WorkId')
export type WorkId = Brand<string, 'WorkId'>

export const DecisionId = identifier('DecisionId')
export type DecisionId = Brand<string, 'DecisionId'>

export const SaleId = identifier('SaleId')
export type SaleId = Brand<string, 'SaleId'>

export const LineId = identifier('LineId')
export type LineId = Brand<string, 'LineId'>

export const AssessmentId = identifier('AssessmentId')
export type AssessmentId = Brand<string, 'AssessmentId'>

export const BatchId = identifier('BatchId')
export type BatchId = Brand<string, 'BatchId'>

/** A catalogue number. Spaces are allowed inside: imported catalogues have them. */
export const Sku = branded('Sku', pattern('Sku', /^\S(.{0,98}\S)?$/u, 'AQ-40', 'VALVE 12'))
export type Sku = Brand<string, 'Sku'>

/** A SHA-256 digest in lower-case hexadecimal. */
export const Sha256 = pattern('Sha256', /^[0-9a-f]{64}$/, '0123456789abcdef'.repeat(4))

/** Every way in which a customer and the company meet. */
export const Channel = oneOf(
  'phone',
  'email',
  'web',
  'portal',
  'fax',
  'sms',
  'chat',
  'video',
  'visit',
  'letter',
  'social',
  'note',
)
export type Channel = (typeof Channel)['_A']

export const Direction = oneOf('inbound', 'outbound')
export type Direction = (typeof Direction)['_A']

/** From 1, most urgent, to 5. */
export const Priority = integer('priority', 1, 5)

/** How much harm a request reports, from 1, the most, to 5; also how many it concerns. */
export const Severity = integer('severity', 1, 5)

/** How well a skill is held, from 1, a beginner, to 5, an expert. */
export const Proficiency = integer('proficiency', 1, 5)

/** Units of an agent's capacity that a piece of work takes. */
export const Weight = integer('weight', 1, 1_000)

/**
 * The row of a request as it begins, and the parts of it to which later events lead back.
 */
import type { RequestOpened } from '@deskledger/domain/request/events'
import { orNull, type RecordedEvent } from '@deskledger/kernel'

/** No solution stands. */
export const unresolved = { resolved_at: null, resolution_code: null, root_cause: null }
export const unclosed = { closed_at: null, closed_how: null }
export const notWaiting = { waiting_on: null, waiting_since: null, waiting_until: null }

/** Nothing is known yet but what the opening says. */
export const opened = ({ data, occurredAt, position }: RecordedEvent<RequestOpened>) => ({
  number: data.number ?? null,
  case_type: data.caseType.key,
  case_type_version: data.caseType.version,
  channel: data.channel ?? null,
  origin: data.origin,
  subject: orNull(data.subject),
  source: data.source ?? null,
  batch_id: data.batchId ?? null,
  opened_at: occurredAt,
  category: data.category,
  topic: null,
  severity: null,
  impact: null,
  priority: null,
  priority_from: null,
  stage: null,
  party_id: data.partyId ?? null,
  product_sku: data.sku ?? null,
  responsible_kind: null,
  responsible_id: null,
  acknowledged_at: null,
  accepted_at: null,
  ...notWaiting,
  handoffs: 0,
  contacts: data.interactionId === undefined ? 0 : 1,
  notes: 0,
  open_tasks: 0,
  status: 'open' as const,
  ...unresolved,
  ...unclosed,
  first_closed_at: null,
  reopened: 0,
  cancelled_at: null,
  cancelled_because: null,
  duplicate_of: null,
  changed_at: occurredAt,
  as_of_position: position,
})

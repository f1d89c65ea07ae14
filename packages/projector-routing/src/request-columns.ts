/**
 * What a row of `request` says. Which events lead to it is in `request.ts`.
 */
import {
  Category,
  PrioritySet,
  RequestCancelled,
  RequestClosed,
  RequestOpened,
  Responsible,
  WaitingOn,
} from '@deskledger/domain/request/events'
import { Channel } from '@deskledger/domain/primitives'
import {
  count,
  instant,
  integer,
  nullable,
  oneOf,
  personal,
  positionColumn,
  text,
} from '@deskledger/projection'

const begun = {
  number: nullable(text('what people call it by; RequestOpened')),
  case_type: text('the key of its case type; RequestOpened'),
  case_type_version: integer('the version of the case type that counted; RequestOpened'),
  channel: nullable(oneOf('how it came in, as far as that is known; RequestOpened', Channel)),
  origin: oneOf('from whom it came; RequestOpened', RequestOpened.data.required.origin),
  subject: personal(text('what it is about, in a line; RequestOpened'), 'party_id'),
  source: nullable(text('the system that it was imported from; RequestOpened')),
  batch_id: nullable(text('the import that opened it; RequestOpened')),
  opened_at: instant('when it was opened; RequestOpened'),
}

const classified = {
  category: oneOf('what sort of request it is; RequestOpened, RequestClassified', Category),
  topic: nullable(text('the key of its topic; RequestClassified')),
  severity: nullable(integer('how much harm, from 1, the most, to 5; RequestClassified')),
  impact: nullable(integer('how many it concerns, from 1, the most, to 5; RequestClassified')),
  priority: nullable(integer('from 1, most urgent, to 5; null until it is set; PrioritySet')),
  priority_from: nullable(
    oneOf('by the matrix or by a person; PrioritySet', PrioritySet.data.required.from),
  ),
  stage: nullable(text('how far it has come in the words of its case type; StageEntered')),
  party_id: nullable(
    text('whose it is, as far as is known now; RequestOpened, RequesterIdentified'),
  ),
  product_sku: nullable(text('what product it is about; RequestOpened, ProductIdentified')),
}

const handled = {
  responsible_kind: nullable(
    oneOf(
      'who has to see to it; ResponsibleAssigned, RequestHandedOver',
      Responsible.required.kind,
    ),
  ),
  responsible_id: nullable(
    text('the id of that agent, or the key of that queue or team; the same events'),
  ),
  acknowledged_at: nullable(instant('when the customer was told that it arrived, first')),
  accepted_at: nullable(instant('when an agent first accepted it; RequestAccepted')),
  waiting_on: nullable(oneOf('for what it waits now; RequestSetWaiting', WaitingOn)),
  waiting_since: nullable(instant('since when it waits now; RequestSetWaiting')),
  waiting_until: nullable(instant('until when it is to wait at most, if told; RequestSetWaiting')),
  handoffs: count(
    'RequestHandedOver, and each ResponsibleAssigned that takes it from an agent who had it',
  ),
  contacts: count('interactions about it, the one that opened it included; InteractionLinked'),
  notes: count('notes on it; NoteAdded'),
  open_tasks: count('tasks that are not done; TaskCreated less TaskCompleted'),
}

const ended = {
  status: oneOf('how far it has come; the events that move it', [
    'open',
    'inProgress',
    'waiting',
    'resolved',
    'closed',
    'cancelled',
  ]),
  resolved_at: nullable(
    instant('when the solution that stands was proposed; null where none stands'),
  ),
  resolution_code: nullable(
    text('the key of that solution, or of how it was closed; SolutionProposed, RequestClosed'),
  ),
  root_cause: nullable(text('the key of what caused it; SolutionProposed')),
  closed_at: nullable(instant('when it was closed last; null while it is not; RequestClosed')),
  closed_how: nullable(oneOf('who closed it; RequestClosed', RequestClosed.data.required.how)),
  first_closed_at: nullable(instant('when it was closed first, reopened or not; RequestClosed')),
  reopened: count('how often it was opened again; RequestReopened'),
  cancelled_at: nullable(instant('when it was cancelled; RequestCancelled')),
  cancelled_because: nullable(
    oneOf('why it was cancelled; RequestCancelled', RequestCancelled.data.required.reason),
  ),
  duplicate_of: nullable(text('the request that this one repeats; RequestCancelled')),
}

const told = {
  changed_at: instant('the latest time at which anything happened to it; all of its events'),
  as_of_position: positionColumn('the last of its events'),
}

export const columns = { ...begun, ...classified, ...handled, ...ended, ...told }

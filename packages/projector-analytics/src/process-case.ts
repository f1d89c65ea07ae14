/**
 * `process_case`: requests as cases of a process, which is what the steps of `process_event` are of.
 *
 * A request is imported if an import opened it; of such a request only the activities that were
 * recorded are steps of the process, and of any other one everything that happened. An import that is
 * taken back takes its activities with it, and the request too if it had opened it.
 */
import { RequestOpened, type Event } from '@deskledger/domain/request/events'
import { Channel } from '@deskledger/domain/primitives'
import {
  count,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  readModel,
  text,
  type Of,
} from '@deskledger/projection'

const { table } = readModel<Event>()

const { origin, category } = RequestOpened.data.required

const cases = table('process_case', {
  doc: 'A request as a case: opened, or known by activities that were recorded',
  key: { request_id: text('the request') },
  columns: {
    origin: nullable(oneOf('where it came from; null if nobody opened it', origin)),
    is_imported: flag(
      '1 if only recorded activities are its steps: an import opened it, or nobody',
    ),
    batch_id: nullable(text('the import that opened it; RequestOpened')),
    case_type: nullable(text('a key of the house; RequestOpened')),
    case_type_version: nullable(integer('its version of then; RequestOpened')),
    category: nullable(oneOf('RequestOpened, RequestClassified', category)),
    channel: nullable(oneOf('by what it came, if it is known; RequestOpened', Channel)),
    party_id: nullable(text('whose it is; RequestOpened, RequesterIdentified')),
    product_sku: nullable(text('what it is about; RequestOpened, ProductIdentified')),
    opened_at: nullable(instant('RequestOpened')),
    first_closed_at: nullable(instant('stays if it is opened again; RequestClosed')),
    activities: count('its steps: rows of process_event'),
    last_at: instant('the latest event of its stream, whether a step or not'),
  },
  indexes: [['case_type'], ['party_id']],
})

const unopened = {
  origin: null,
  is_imported: 1,
  batch_id: null,
  case_type: null,
  case_type_version: null,
  category: null,
  channel: null,
  party_id: null,
  product_sku: null,
  opened_at: null,
  first_closed_at: null,
} as const

const openedBy = ({ data, occurredAt }: Of<Event, 'RequestOpened'>) =>
  ({
    origin: data.origin,
    is_imported: data.origin === 'import' || data.batchId !== undefined ? 1 : 0,
    batch_id: data.batchId ?? null,
    case_type: data.caseType.key,
    case_type_version: data.caseType.version,
    category: data.category,
    channel: data.channel ?? null,
    party_id: data.partyId ?? null,
    product_sku: data.sku ?? null,
    opened_at: occurredAt,
    first_closed_at: null,
  }) as const

interface Imported {
  readonly is_imported: 0 | 1
}
interface Counts {
  readonly activities: number
  readonly last_at: number
}

/** Whether an event is a step of the process. Taking steps back is none. */
export const isStep = ({ is_imported }: Imported, { type }: Of<Event>): boolean =>
  type === 'ActivityRecorded' || (is_imported === 0 && type !== 'ActivitiesWithdrawn')

const noSteps = ({ occurredAt }: Of<Event>): Counts => ({ activities: 0, last_at: occurredAt })

/** With one event more. */
const going = <Case extends Counts & Imported>(row: Case, e: Of<Event>): Case => ({
  ...row,
  activities: row.activities + (isStep(row, e) ? 1 : 0),
  last_at: Math.max(row.last_at, e.occurredAt),
})

const goesOn = <Case extends Counts & Imported>(row: Case | undefined, e: Of<Event>) =>
  row && going(row, e)

export const processCase = cases.on((e) => ({ request_id: e.data.requestId }), {
  RequestOpened: (row, e) => {
    const { activities, last_at } = row ?? noSteps(e)
    return going({ ...openedBy(e), activities, last_at }, e)
  },
  ActivityRecorded: (row, e) => going(row ?? { ...unopened, ...noSteps(e) }, e),
  ActivitiesWithdrawn: (row, e) => {
    if (row === undefined) return undefined
    const { batchId, revisions } = e.data
    const activities = row.activities - new Set(revisions).size
    const rest = row.batch_id === batchId ? unopened : {}
    const left = { ...going(row, e), ...rest, activities }
    return left.opened_at === null && activities === 0 ? undefined : left
  },
  RequesterIdentified: (row, e) => row && { ...going(row, e), party_id: e.data.partyId },
  ProductIdentified: (row, e) => row && { ...going(row, e), product_sku: e.data.sku },
  RequestClassified: (row, e) =>
    row && { ...going(row, e), category: e.data.category ?? row.category },
  RequestClosed: (row, e) =>
    row && { ...going(row, e), first_closed_at: row.first_closed_at ?? e.occurredAt },
  RequestAcknowledged: goesOn,
  PrioritySet: goesOn,
  StageEntered: goesOn,
  ResponsibleAssigned: goesOn,
  RequestAccepted: goesOn,
  RequestHandedOver: goesOn,
  RequestSetWaiting: goesOn,
  RequestResumed: goesOn,
  NoteAdded: goesOn,
  InteractionLinked: goesOn,
  TaskCreated: goesOn,
  TaskAssigned: goesOn,
  TaskTransferred: goesOn,
  TaskCompleted: goesOn,
  SolutionProposed: goesOn,
  SolutionAccepted: goesOn,
  SolutionRejected: goesOn,
  RequestReopened: goesOn,
  RequestCancelled: goesOn,
})

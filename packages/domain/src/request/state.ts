/**
 * How far a request has come, with its case file, and which activities of which imports it holds.
 */
import { added, emptySet, includes, type GrowOnlySet, type Instant } from '@deskledger/kernel'
import type { PartyId } from '../primitives.ts'
import { classified, opened, taskBecomes, withTask, type CaseFile } from './case-file.ts'
import type * as Events from './events.ts'

/** The ids of the activities recorded and not taken back, by the import that brought them. */
export type Batches = Readonly<Record<string, GrowOnlySet>>

interface Filed<Status extends Events.Status> {
  readonly status: Status
  readonly batches: Batches
  readonly file: CaseFile
}

/** Somebody still has to do something about it. */
export type Live =
  | Filed<'open'>
  | Filed<'inProgress'>
  | (Filed<'waiting'> & {
      readonly on: Events.WaitingOn
      readonly since: Instant
      readonly until?: Instant
    })
  | (Filed<'resolved'> & { readonly accepted: boolean })

export type Opened = Live | (Filed<'closed'> & { readonly closedAt: Instant }) | Filed<'cancelled'>

export type State =
  | { readonly status: 'unopened'; readonly batches: Batches }
  | Opened
  /** Its import was taken back; whose it was stays known, since the taking back is about them too. */
  | { readonly status: 'withdrawn'; readonly batches: Batches; readonly partyId?: PartyId }

export const initial: State = { status: 'unopened', batches: {} }

export const isOpened = (state: State): state is Opened =>
  state.status !== 'unopened' && state.status !== 'withdrawn'

export const isLive = (state: Opened): state is Live =>
  state.status !== 'closed' && state.status !== 'cancelled'

/** Whether the activity is recorded, by whatever import, and not taken back. */
export const holds = ({ batches }: State, sourceId: string): boolean =>
  Object.values(batches).some((batch) => includes(batch, sourceId))

/** Whose it is, if that is known: none or one. */
export const parties = (state: State): ReadonlyArray<PartyId> => {
  if (state.status === 'unopened') return []
  const { partyId } = state.status === 'withdrawn' ? state : state.file
  return partyId === undefined ? [] : [partyId]
}

export const evolve = (state: State, event: Events.Event): State => {
  const { batches } = state
  if (event.type === 'RequestOpened') return { status: 'open', batches, file: opened(event.data) }
  if (event.type === 'ActivityRecorded') return recorded(state, event.data)
  if (event.type === 'ActivitiesWithdrawn') return withdrawn(state, event.data)
  return isOpened(state) ? proceeded(state, event) : state
}

const recorded = (state: State, { batchId, sourceId }: Events.ActivityRecorded['data']): State => ({
  ...state,
  batches: { ...state.batches, [batchId]: added(state.batches[batchId] ?? emptySet, sourceId) },
})

const withdrawn = (state: State, { batchId }: Events.ActivitiesWithdrawn['data']): State => {
  const { [batchId]: _, ...batches } = state.batches
  if (!isOpened(state) || state.file.batchId !== batchId) return { ...state, batches }
  const { partyId } = state.file
  return { status: 'withdrawn', batches, ...(partyId === undefined ? {} : { partyId }) }
}

type Proceeding = Exclude<
  Events.Event,
  Events.RequestOpened | Events.ActivityRecorded | Events.ActivitiesWithdrawn
>

const proceeded = (state: Opened, { type, data }: Proceeding): State => {
  const { batches, file } = state
  switch (type) {
    case 'RequestAccepted':
    case 'RequestResumed':
    case 'SolutionRejected':
    case 'RequestReopened':
      return { status: 'inProgress', batches, file }
    case 'RequestSetWaiting': {
      const { on, at: since, until } = data
      const wait = { on, since, ...(until === undefined ? {} : { until }) }
      return { status: 'waiting', batches, file, ...wait }
    }
    case 'SolutionProposed':
      return { status: 'resolved', batches, file, accepted: false }
    case 'SolutionAccepted':
      return state.status === 'resolved' ? { ...state, accepted: true } : state
    case 'RequestClosed':
      return { status: 'closed', batches, file, closedAt: data.at }
    case 'RequestCancelled':
      return { status: 'cancelled', batches, file }
    case 'RequestAcknowledged':
      return known(state, { acknowledged: true })
    case 'RequesterIdentified':
      return known(state, { partyId: data.partyId })
    case 'ProductIdentified':
      return known(state, { sku: data.sku })
    case 'RequestClassified':
      return known(state, classified(file, data))
    case 'PrioritySet':
      return known(state, { priority: { value: data.priority, from: data.from } })
    case 'StageEntered':
      return known(state, { stage: data.stage })
    case 'ResponsibleAssigned':
    case 'RequestHandedOver':
      return known(state, { responsible: data.to })
    case 'NoteAdded':
      return known(state, { notes: added(file.notes, data.noteId) })
    case 'InteractionLinked':
      return known(state, { interactions: added(file.interactions, data.interactionId) })
    case 'TaskCreated': {
      const { taskId, mandatory, dependsOn } = data
      return known(state, withTask(file, { taskId, mandatory, dependsOn, done: false }))
    }
    case 'TaskAssigned':
    case 'TaskTransferred':
      return known(state, taskBecomes(file, data.taskId, { holder: data.to }))
    case 'TaskCompleted':
      return known(state, taskBecomes(file, data.taskId, { done: true }))
  }
}

const known = (state: Opened, news: Partial<CaseFile>): State => ({
  ...state,
  file: { ...state.file, ...news },
})

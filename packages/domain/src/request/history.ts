/**
 * Imported history is recorded, not judged: an activity is taken down in any status, once for each
 * event of the system it comes from, and never refused.
 */
import { already, granted, refused } from '@deskledger/kernel'
import type { Answer, Of } from './commands.ts'
import type { Event } from './events.ts'
import { holds, isOpened, type Opened, type State } from './state.ts'

type Recording = Of<'RecordActivity'>
type Move = NonNullable<Recording['data']['moves']>

/**
 * What the source says of the request as of then becomes known before, in any status; the move that
 * the label stands for happens after. Where it cannot, the status says why not.
 */
export const recordActivity = (command: Recording, state: State): Answer => {
  const { at } = command
  const { moves, on: _on, partyId: _whose, sku: _about, priority: _how, ...data } = command.data
  if (holds(state, data.sourceId)) return already
  const learnt = isOpened(state) ? learntFrom(command, state) : []
  const moved = moves !== undefined && isOpened(state) ? outcomes[moves](command, state) : []
  const isImpossible = moves !== undefined && moved.length === 0
  const deviation = isImpossible ? { deviation: state.status } : {}
  const recorded = { type: 'ActivityRecorded', data: { ...data, ...deviation, at } } as const
  return granted<Event>(...learnt, recorded, ...moved)
}

/** Whose the request is, what it is about and how urgent, where the source says it anew. */
const learntFrom = (
  { data: { requestId, partyId, sku, priority }, at, actor: by }: Recording,
  { file }: Opened,
): ReadonlyArray<Event> => {
  const learnt: Array<Event> = []
  if (partyId !== undefined && partyId !== file.partyId) {
    const before = file.partyId === undefined ? {} : { previous: file.partyId }
    learnt.push({ type: 'RequesterIdentified', data: { requestId, partyId, ...before, by, at } })
  }
  if (sku !== undefined && sku !== file.sku) {
    const before = file.sku === undefined ? {} : { previous: file.sku }
    learnt.push({ type: 'ProductIdentified', data: { requestId, sku, ...before, by, at } })
  }
  if (priority !== undefined && priority !== file.priority?.value) {
    const why = { from: 'override', reason: 'imported' } as const
    learnt.push({ type: 'PrioritySet', data: { requestId, priority, ...why, at } })
  }
  return learnt
}

/**
 * What each move makes happen; nothing where it is impossible. More is possible than for people at
 * work, because no label tells of everything: an imported request waits before anybody accepted
 * it, and is closed without a solution. What the label does not tell is `imported`.
 */
const outcomes: {
  readonly [M in Move]: (command: Recording, state: Opened) => ReadonlyArray<Event>
} = {
  resolve: ({ data: { requestId, activity: text }, at }, { status }) =>
    status === 'open' || status === 'inProgress' || status === 'waiting'
      ? [{ type: 'SolutionProposed', data: { requestId, code: 'imported', text, at } }]
      : [],

  wait: ({ data: { requestId, on = 'customer' }, at }, { status }) =>
    status === 'open' || status === 'inProgress'
      ? [{ type: 'RequestSetWaiting', data: { requestId, on, reason: 'imported', at } }]
      : [],

  resume: ({ data: { requestId }, at }, state) => {
    if (state.status !== 'waiting') return []
    const { on, since } = state
    return [{ type: 'RequestResumed', data: { requestId, on, since, cause: 'imported', at } }]
  },

  close: ({ data: { requestId, resource }, at }, { status }) => {
    if (status === 'closed' || status === 'cancelled') return []
    const how = resource === undefined ? 'auto' : 'agent'
    return [{ type: 'RequestClosed', data: { requestId, how, code: 'imported', at } }]
  },

  cancel: ({ data: { requestId }, at }, { status }) =>
    status === 'closed' || status === 'cancelled'
      ? []
      : [{ type: 'RequestCancelled', data: { requestId, reason: 'withdrawn', at } }],

  reopen: ({ data: { requestId }, at, actor: by }, { status }) =>
    status === 'resolved' || status === 'closed'
      ? [{ type: 'RequestReopened', data: { requestId, reason: 'imported', by, at } }]
      : [],
}

/** A batch is taken back whole, so that the revisions named are all that a reader has to undo. */
export const withdrawActivities = (
  { data, at, actor: by }: Of<'WithdrawActivities'>,
  state: State,
): Answer => {
  const activities = state.batches[data.batchId]?.size ?? 0
  const isOpener = isOpened(state) && state.file.batchId === data.batchId
  if (activities === 0 && !isOpener) return already
  const given = new Set(data.revisions).size
  if (given !== activities) return refused({ _tag: 'WithdrawalIncomplete', activities, given })
  return granted({ type: 'ActivitiesWithdrawn', data: { ...data, by, at } })
}

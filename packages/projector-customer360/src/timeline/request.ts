/** What the events of requests are in a timeline. */
import type { Category, Event } from '@deskledger/domain/request/events'
import type { RecordedEvent } from '@deskledger/kernel'
import { line, type Kind, type Line, type Lines, type Told } from './line.ts'

const step =
  (kind: Kind) =>
  (e: RecordedEvent<Event>, told?: Told): Line =>
    line(e, [kind, 'request', e.data.requestId], told)

const request = (e: RecordedEvent<Event>): Line => step('request')(e)
const task = (e: RecordedEvent<Event>): Line => step('task')(e)

const kindOf = (category: Category | undefined): Kind => {
  if (category === 'complaint') return 'complaint'
  return category === 'enquiry' ? 'information' : 'request'
}

export const requests: Lines<Event> = {
  RequestOpened: (e) => {
    const { category, channel, subject } = e.data
    return step(kindOf(category))(e, { channel, words: subject })
  },
  RequestAcknowledged: request,
  RequesterIdentified: request,
  ProductIdentified: request,
  RequestClassified: (e) => step(kindOf(e.data.category))(e),
  PrioritySet: request,
  StageEntered: request,
  ResponsibleAssigned: request,
  RequestAccepted: request,
  RequestHandedOver: (e) => step('request')(e, { words: e.data.note }),
  RequestSetWaiting: request,
  RequestResumed: request,
  /** What a team writes for itself is not shown to everybody who sees the customer. */
  NoteAdded: (e) => step('note')(e, e.data.audience === 'team' ? {} : { words: e.data.body }),
  InteractionLinked: request,
  TaskCreated: (e) => step('task')(e, { words: e.data.title }),
  TaskAssigned: task,
  TaskTransferred: task,
  TaskCompleted: task,
  SolutionProposed: (e) => step('request')(e, { words: e.data.text }),
  SolutionAccepted: (e) => step('request')(e, { channel: e.data.channel }),
  SolutionRejected: request,
  RequestClosed: request,
  RequestReopened: request,
  RequestCancelled: request,
  ActivityRecorded: (e) => step('history')(e, { words: e.data.activity }),
  ActivitiesWithdrawn: (e) => step('history')(e),
}

/** What the events of calls and messages are in a timeline. */
import type { Event } from '@deskledger/domain/interaction/events'
import type { RecordedEvent } from '@deskledger/kernel'
import { line, type Line, type Lines, type Told } from './line.ts'

const contact = (e: RecordedEvent<Event>, told?: Told): Line =>
  line(e, ['contact', 'interaction', e.data.interactionId], told)

const step = (e: RecordedEvent<Event>): Line => contact(e)

const message = (
  e: RecordedEvent<Extract<Event, { readonly type: 'MessageSent' | 'MessageReceived' }>>,
) => contact(e, { channel: e.data.channel, words: e.data.subject ?? e.data.body })

export const interaction: Lines<Event> = {
  InteractionStarted: (e) => contact(e, { channel: e.data.channel }),
  InteractionQueued: step,
  InteractionOffered: step,
  InteractionAnswered: step,
  InteractionHeld: step,
  InteractionRetrieved: step,
  InteractionTransferred: step,
  InteractionAbandoned: step,
  InteractionEnded: step,
  WrapUpCompleted: step,
  MessageReceived: message,
  MessageSent: message,
  MessageDelivered: step,
  MessageFailed: step,
  CallerIdentified: step,
}

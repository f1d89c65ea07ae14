/**
 * A line of a customer's timeline: what kind of thing it was, on which channel, in how many words.
 */
import type { Channel } from '@deskledger/domain/primitives'
import { isErased, type Actor, type Fact, type Personal } from '@deskledger/kernel'
import type { Of } from '@deskledger/projection'

/**
 * What an event is to a customer, as far as the event itself tells:
 *   profile      who they are: every event of the party but showings; enrolled as an agent
 *   access       somebody was shown their record
 *   contact      every event of a call or message
 *   information  an enquiry was opened, or a request found to be one
 *   complaint    a complaint was opened, or a request found to be one
 *   request      every other event of a request
 *   task         every event of a task
 *   note         a note was added
 *   history      imported activities, and their taking back
 *   quote        a sale until it is ordered
 *   order        an order, and its cancellation
 *   survey       every event of an assessment
 */
export const kinds = [
  'profile',
  'access',
  'contact',
  'information',
  'complaint',
  'request',
  'task',
  'note',
  'history',
  'quote',
  'order',
  'survey',
] as const
export type Kind = (typeof kinds)[number]

/** The thing in whose stream an event stands. */
export const subjects = ['party', 'request', 'interaction', 'sale', 'assessment', 'agent'] as const
export type Subject = (typeof subjects)[number]

export interface Line {
  readonly at: number
  readonly kind: Kind
  readonly event: string
  readonly channel: Channel | null
  readonly title: string | null
  readonly subject_kind: Subject
  readonly subject_id: string
  readonly actor_kind: Actor['kind']
  readonly actor_id: string
}

/** A line for every event of a module: who adds a type of event is told here to add its line. */
export type Lines<E extends Fact> = {
  readonly [Type in E['type']]: (e: Of<E, Type>) => Line
}

/** What an event says about itself beside its envelope. */
export interface Told {
  readonly channel?: Channel | undefined
  readonly words?: Personal<string> | undefined
}

interface Recorded {
  readonly type: string
  readonly occurredAt: number
  readonly actor: Actor
}

export const line = (
  e: Recorded,
  [kind, subject_kind, subject_id]: readonly [Kind, Subject, string],
  { channel, words }: Told = {},
): Line => ({
  at: e.occurredAt,
  kind,
  event: e.type,
  channel: channel ?? null,
  title: words === undefined || isErased(words) ? null : firstLine(words),
  subject_kind,
  subject_id,
  actor_kind: e.actor.kind,
  actor_id: e.actor.id,
})

/** So many characters of a text are a title. */
const longest = 120

/** The first line that says something; none if none does. Counted and cut in code points. */
export const firstLine = (words: string): string | null => {
  const [first = ''] = words.trim().split('\n', 1)
  const characters = Array.from(first.trimEnd())
  if (characters.length === 0) return null
  if (characters.length <= longest) return characters.join('')
  return `${characters.slice(0, longest - 1).join('')}…`
}

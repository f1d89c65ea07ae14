/**
 * The rules that every adapter decides by: a request is opened, noted on, and escalated once.
 */
import {
  already,
  asking,
  concern,
  granted,
  refused,
  type CommandOf,
  type Decider,
  type Decision,
} from '@deskledger/kernel'
import { events, NoteAdded, RequestEscalated, RequestOpened, type Event } from './events.ts'

export const commands = {
  OpenRequest: asking(RequestOpened),
  AddNote: asking(NoteAdded),
  EscalateRequest: asking(RequestEscalated),
}
export type Command = CommandOf<typeof commands>
export type Rejection = { readonly _tag: 'NotOpen' }

export interface State {
  readonly status: 'unopened' | 'open' | 'closed'
  readonly notes: number
  readonly isEscalated: boolean
  /** When something last happened; 0 for a request that nothing happened to. */
  readonly lastAt: number
}

export const initial: State = { status: 'unopened', notes: 0, isEscalated: false, lastAt: 0 }

export const evolve = (state: State, { type, data }: Event): State => {
  const lastAt = data.at
  switch (type) {
    case 'RequestOpened':
      return { ...state, status: 'open', lastAt }
    case 'NoteAdded':
      return { ...state, notes: state.notes + 1, lastAt }
    case 'RequestEscalated':
      return { ...state, isEscalated: true, lastAt }
    case 'RequestClosed':
      return { ...state, status: 'closed', lastAt }
    case 'RequestQueued':
    case 'TaskAssigned':
    case 'QuoteIssued':
    case 'SatisfactionScored':
      return { ...state, lastAt }
  }
}

export const decide = (command: Command, state: State): Decision<Rejection, Event> => {
  const { at } = command
  if (command.type === 'OpenRequest') {
    if (state.status !== 'unopened') return already
    return granted({ type: 'RequestOpened', data: { ...command.data, at } })
  }
  if (state.status !== 'open') return refused({ _tag: 'NotOpen' })
  if (command.type === 'AddNote')
    return granted({ type: 'NoteAdded', data: { ...command.data, at } })
  if (state.isEscalated) return already
  return granted({ type: 'RequestEscalated', data: { ...command.data, at } })
}

export const decider: Decider<Command, State, Event, Rejection> = {
  name: 'request',
  idField: 'requestId',
  begins: ['OpenRequest'],
  commands,
  events,
  initial,
  decide,
  evolve,
  concerns: (_, { data }) => [concern('party', data.partyId)],
}

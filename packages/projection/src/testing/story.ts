/**
 * What happens at the service desk, told in facts.
 */
import { at, id } from '@deskledger/kernel/testing'
import type { Event } from '../service-desk.samples.ts'

type Of<Type extends Event['type']> = Extract<Event, { readonly type: Type }>

export const maria = id(1)
export const lee = id(2)
export const ana = id(31)
export const ben = id(32)

export const opened = (n: number, partyId: string = maria, subject = 'the pump leaks') =>
  ({
    type: 'RequestOpened',
    data: { requestId: id(100 + n), partyId, subject, at: at(n) },
  }) as Of<'RequestOpened'>

export const assigned = (n: number, agentId: string = ana) =>
  ({
    type: 'RequestAssigned',
    data: { requestId: id(100 + n), agentId, at: at(n + 5) },
  }) as Of<'RequestAssigned'>

export const noted = (n: number, note: string, partyId: string = maria) =>
  ({
    type: 'NoteAdded',
    data: { requestId: id(100 + n), partyId, note, at: at(n + 7) },
  }) as Of<'NoteAdded'>

export const closed = (n: number, minutes = 20) =>
  ({
    type: 'RequestClosed',
    data: { requestId: id(100 + n), minutes, at: at(n + 30) },
  }) as Of<'RequestClosed'>

export const partyErased = (partyId: string = maria) =>
  ({ type: 'PartyErased', data: { partyId, at: at(100) } }) as Of<'PartyErased'>

/** `n` requests, each opened, assigned, noted and closed, one after the other. */
export const busyDay = (n: number): ReadonlyArray<Event> =>
  Array.from({ length: n }, (_, i) => [
    opened(i, i % 2 === 0 ? maria : lee),
    assigned(i, i % 3 === 0 ? ana : ben),
    noted(i, `note ${i}`, i % 2 === 0 ? maria : lee),
    closed(i, i % 7),
  ]).flat()

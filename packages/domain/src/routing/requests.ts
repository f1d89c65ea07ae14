/**
 * Requests that open, open again and end: where work comes from, and what ends it.
 */
import type { Instant } from '@deskledger/kernel'
import * as O from 'fp-ts/lib/Option.js'
import { recorded, type House } from '../definitions.ts'
import { get, none, removed, set } from './by-id.ts'
import * as Effects from './effects.ts'
import type { Heard } from './message.ts'
import {
  answering,
  unrouted,
  withRequest,
  withWork,
  type Closed,
  type Known,
  type State,
} from './state.ts'

/** What a request counts as until its priority is set. */
const usual = 3

/** Imported requests were worked on elsewhere. */
export const requestOpened =
  (house: House) =>
  (state: State, event: Heard<'RequestOpened'>): State => {
    const { caseType, origin } = event.data
    if (origin === 'import') return state
    return workAsked(house)(state, event, { caseType, priority: undefined, agentId: undefined })
  }

/** A request that is open, or was closed too long ago to be known, gets no work. */
export const requestReopened =
  (house: House) =>
  (state: State, event: Heard<'RequestReopened'>): State => {
    const { requestId } = event.data
    const request = get(state.closed.lately, requestId) ?? get(state.closed.before, requestId)
    const isOpen = get(state.requests, requestId)?.caseType !== undefined
    return request === undefined || isOpen ? state : workAsked(house)(state, event, request)
  }

/**
 * Asks for the work that the case type takes, under the id of the event; for none if the house does
 * not know that version of the case type any more.
 */
const workAsked =
  (house: House) =>
  (state: State, event: Heard<'RequestOpened' | 'RequestReopened'>, request: Known): State => {
    const workId = event.id
    const { requestId, at: requestedAt } = event.data
    const { caseType, priority = usual, agentId } = request
    const works = get(state.requests, requestId)?.works ?? []
    const found = caseType === undefined ? O.none : recorded(house.caseTypes, caseType)
    if (O.isNone(found)) return withRequest(state, requestId, { ...request, works })
    const { queue, skills, weight } = found.value.routing
    const preferred = agentId === undefined ? {} : { preferred: agentId }
    const asked = { workId, requestId, priority, weight, skills, ...preferred }
    const known = withRequest(state, requestId, { ...request, works: [...works, workId] })
    return answering(
      withWork(known, { ...unrouted, ...asked, subject: 'request', requestedAt }),
      Effects.request({ ...asked, queue, subject: { kind: 'request', id: requestId } }),
    )
  }

/** The work on a request is as urgent as the request. */
export const prioritySet = (state: State, { data }: Heard<'PrioritySet'>): State => {
  const { requestId, priority } = data
  const request = get(state.requests, requestId)
  if (request === undefined) return state
  const known = withRequest(state, requestId, { ...request, priority })
  return request.works.reduce((state, workId) => {
    const work = get(state.works, workId)
    return work?.subject === 'request' ? withWork(state, { ...work, priority }) : state
  }, known)
}

/** Whatever is still to be done about the request is over; a closed one may be opened again. */
export const requestEnded = ({ caseTypes }: House) => {
  const windowMin = Math.max(0, ...caseTypes.map(({ reopenWindowMin }) => reopenWindowMin))
  return (state: State, event: Heard<'RequestClosed' | 'RequestCancelled'>): State => {
    const { requestId } = event.data
    const request = get(state.requests, requestId)
    if (request === undefined) return state
    const isClosed = event.type === 'RequestClosed'
    const reason = isClosed ? 'requestClosed' : 'requestCancelled'
    const ended = request.works.reduce((state, workId) => ending(state, workId, reason), state)
    const requests = removed(ended.requests, requestId)
    if (!isClosed) return { ...ended, requests }
    const { works: _, ...kept } = request
    const { lately, ...others } = period(state.closed, windowMin * 60_000, event.data.at)
    return { ...ended, requests, closed: { ...others, lately: set(lately, requestId, kept) } }
  }
}

/** What is not on record yet is withdrawn when it is. */
const ending = (state: State, workId: string, reason: string): State => {
  const work = get(state.works, workId)
  if (work === undefined) return state
  const next = withWork(state, { ...work, status: 'ending' })
  if (work.status === 'asked') return next
  const isDone = work.status === 'accepted'
  return answering(next, isDone ? Effects.complete(workId) : Effects.withdraw(workId, reason))
}

/** Begins a new period once the last one is longer than any request may be opened again for. */
const period = (closed: Closed, millis: number, now: Instant): Closed => {
  const { since, lately } = closed
  if (since !== undefined && now - since <= millis) return closed
  return { since: now, lately: none, before: lately }
}

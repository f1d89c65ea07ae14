/**
 * Work from its request to its end: offered, accepted, declined, put back, over.
 */
import { get, removed } from './by-id.ts'
import * as Effects from './effects.ts'
import type { Heard } from './message.ts'
import {
  answering,
  freed,
  unrouted,
  withoutWork,
  withRequest,
  withWork,
  type Request,
  type State,
  type Work,
} from './state.ts'

const unheardOf: Request = {
  caseType: undefined,
  priority: undefined,
  agentId: undefined,
  works: [],
}

/** Work on a request that has ended meanwhile is withdrawn again. */
export const workRequested = (state: State, { data }: Heard<'WorkRequested'>): State => {
  const { workId, requestId } = data
  const request = requestId === undefined ? undefined : get(state.requests, requestId)
  const work = workOf(data, request)
  if (get(state.works, workId)?.status === 'ending')
    return answering(
      withWork(state, { ...work, status: 'ending' }),
      Effects.withdraw(workId, 'requestEnded'),
    )
  const known = withWork(state, work)
  return requestId === undefined ? known : withWorkOf(known, requestId, workId)
}

/** Work on a whole request is as urgent as the request is by now. */
const workOf = (data: Heard<'WorkRequested'>['data'], request: Request | undefined): Work => {
  const { workId, requestId, weight, skills, preferred, at: requestedAt } = data
  const { kind: subject } = data.subject
  const priority = (subject === 'request' ? request?.priority : undefined) ?? data.priority
  const known = { workId, requestId, subject, priority, weight, skills, requestedAt }
  const wish = preferred === undefined ? {} : { preferred }
  return { ...unrouted, ...known, ...wish, status: 'waiting' }
}

const withWorkOf = (state: State, requestId: string, workId: string): State => {
  const request = get(state.requests, requestId) ?? unheardOf
  if (request.works.includes(workId)) return state
  return withRequest(state, requestId, { ...request, works: [...request.works, workId] })
}

/** An offer that routing did not make has to end too, and takes the place of any that it would. */
export const workOffered = (state: State, event: Heard<'WorkOffered'>): State => {
  const { workId, agentId, expiresAt } = event.data
  const work = get(state.works, workId)
  if (work === undefined) return state
  const status = work.status === 'ending' ? 'ending' : 'offered'
  if (work.agentId === agentId) return withWork(state, { ...work, status })
  const lapse = Effects.keyOf.lapse(workId, event.id)
  return answering(
    withWork(state, { ...work, status, agentId, lapse }),
    ...Effects.cancel(work.lapse),
    ...Effects.releaseOf(work, event.id, 'withdrawn'),
    Effects.lapse(lapse, expiresAt, { workId, agentId }),
  )
}

export const workAccepted = (state: State, { data }: Heard<'WorkAccepted'>): State => {
  const { workId, agentId } = data
  const work = get(state.works, workId)
  if (work === undefined) return state
  const stopped = answering(state, ...Effects.cancel(work.lapse))
  if (work.status === 'ending') return withWork(stopped, { ...work, lapse: undefined })
  const taken = withWork(stopped, { ...work, status: 'accepted', agentId, lapse: undefined })
  const { subject, requestId } = work
  if (subject !== 'request' || requestId === undefined) return taken
  const request = get(state.requests, requestId) ?? unheardOf
  return answering(
    withRequest(taken, requestId, { ...request, agentId }),
    ...Effects.entrust(workId, requestId, agentId),
  )
}

/** Declined, or not answered in time: the agent is free again and not asked once more this round. */
export const workRefused = (
  state: State,
  event: Heard<'WorkDeclined' | 'WorkOfferLapsed'>,
): State => {
  const { workId, agentId } = event.data
  const work = get(state.works, workId)
  if (work === undefined) return state
  const reason = event.type === 'WorkDeclined' ? 'declined' : 'lapsed'
  return answering(
    withWork(state, { ...freed(work), declined: [...work.declined, agentId] }),
    ...Effects.cancel(work.lapse),
    Effects.release(event.id, { agentId, workId, reason }),
  )
}

/** Those who declined may be asked again, and what was held may be tried again. */
export const workRequeued = (state: State, { data }: Heard<'WorkRequeued'>): State => {
  const work = get(state.works, data.workId)
  if (work === undefined) return state
  const status = work.status === 'held' ? 'waiting' : work.status
  return withWork(state, { ...work, status, round: data.round, declined: [], refused: [] })
}

/** Whoever holds or is asked for what is over is free again. */
export const workEnded = (state: State, event: Heard<'WorkCompleted' | 'WorkWithdrawn'>): State => {
  const { workId } = event.data
  const work = get(state.works, workId)
  if (work === undefined) return state
  return answering(
    withoutWorkOf(withoutWork(state, workId), work),
    ...Effects.cancel(work.lapse),
    ...Effects.cancel(work.retry),
    ...Effects.releaseOf(work, event.id, event.type === 'WorkCompleted' ? 'done' : 'withdrawn'),
  )
}

/** A request of which nothing was known but this work is forgotten with it. */
const withoutWorkOf = (state: State, { workId, requestId }: Work): State => {
  const request = requestId === undefined ? undefined : get(state.requests, requestId)
  if (requestId === undefined || request === undefined) return state
  const works = request.works.filter((id) => id !== workId)
  if (works.length > 0 || request.caseType !== undefined)
    return withRequest(state, requestId, { ...request, works })
  return { ...state, requests: removed(state.requests, requestId) }
}

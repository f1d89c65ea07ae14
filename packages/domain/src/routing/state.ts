/**
 * What routing must remember: agents who have not left, work that is not over, requests that it may
 * still be asked about, and the one decision that is on its way.
 */
import type { Def, Effect, Instant } from '@deskledger/kernel'
import type { AgentId } from '../primitives.ts'
import { get, none, removed, set, type ById } from './by-id.ts'
import type { Agent, Need } from './candidates.ts'
import type { Command } from './message.ts'

/**
 * asked → waiting → reserved → offered → accepted, and back from reserved and offered to waiting.
 * `asked` is not on record yet; `held` waits for its timer alone, because what was tried for it
 * could not be carried out; `ending` is over as far as its request goes, only its end is awaited.
 */
export type Status = 'asked' | 'waiting' | 'held' | 'reserved' | 'offered' | 'accepted' | 'ending'

export interface Work extends Need {
  readonly workId: string
  readonly subject: 'request' | 'task'
  readonly requestId: string | undefined
  readonly status: Status
  readonly priority: number
  readonly requestedAt: Instant
  /** How often it was put back. */
  readonly round: number
  /** Whether a decision on record says why it waits, as things are. */
  readonly isExplained: boolean
  /** Agents who refused to have it reserved since it was last put back. */
  readonly refused: ReadonlyArray<AgentId>
  /** Who has it, is asked, or has it reserved. */
  readonly agentId: AgentId | undefined
  /** Keys of its offer, of the timer that ends the offer, and of the timer that puts it back. */
  readonly offer: string | undefined
  readonly lapse: string | undefined
  readonly retry: string | undefined
}

/** What is kept of a request, also of one closed so lately that it may be opened again. */
export interface Known {
  /** Unknown where only a task of the request was ever routed. */
  readonly caseType: Def | undefined
  readonly priority: number | undefined
  /** Who accepted its work last. */
  readonly agentId: AgentId | undefined
}

/** An open request. */
export interface Request extends Known {
  /** Its works that are not over. */
  readonly works: ReadonlyArray<string>
}

/** Requests closed since `since`, and in the period before: whatever is older is forgotten. */
export interface Closed {
  readonly since: Instant | undefined
  readonly lately: ById<Known>
  readonly before: ById<Known>
}

/** A decision on its way: first it is to be recorded, then the work reserved for the chosen one. */
export interface Flight {
  readonly workId: string
  readonly decisionId: string
  /** Once the decision is on record. */
  readonly chosen: AgentId | undefined
}

export interface State {
  readonly agents: Readonly<Record<string, Agent>>
  readonly works: ById<Work>
  /** The works that wait, in the order in which they are looked at. */
  readonly waiting: ReadonlyArray<Work>
  readonly requests: ById<Request>
  readonly closed: Closed
  readonly flight: Flight | undefined
  /** What the event just heard calls for, in order. */
  readonly answer: ReadonlyArray<Effect<Command>>
}

export const initial: State = {
  agents: {},
  works: none,
  waiting: [],
  requests: none,
  closed: { since: undefined, lately: none, before: none },
  flight: undefined,
  answer: [],
}

/** A work of which nothing is known but that it is asked for. */
export const unrouted = {
  status: 'asked',
  round: 0,
  declined: [],
  refused: [],
  isExplained: false,
  agentId: undefined,
  offer: undefined,
  lapse: undefined,
  retry: undefined,
} as const

export const answering = (state: State, ...effects: ReadonlyArray<Effect<Command>>): State => ({
  ...state,
  answer: [...state.answer, ...effects],
})

export const withWork = (state: State, work: Work): State => ({
  ...state,
  works: set(state.works, work.workId, work),
  waiting: work.status === 'waiting' ? queued(state, work) : unqueued(state, work.workId),
})

export const withoutWork = (state: State, workId: string): State => ({
  ...state,
  works: removed(state.works, workId),
  waiting: unqueued(state, workId),
})

const unqueued = ({ works, waiting }: State, workId: string): ReadonlyArray<Work> =>
  get(works, workId)?.status === 'waiting'
    ? waiting.filter((work) => work.workId !== workId)
    : waiting

const queued = (state: State, work: Work): ReadonlyArray<Work> => {
  const others = unqueued(state, work.workId)
  const place = others.findIndex((other) => isBefore(work, other))
  return place === -1 ? [...others, work] : others.toSpliced(place, 0, work)
}

/** The more urgent first, then who has waited longest, then the smaller id. */
const isBefore = (a: Work, b: Work): boolean => {
  if (a.priority !== b.priority) return a.priority < b.priority
  return a.requestedAt === b.requestedAt ? a.workId < b.workId : a.requestedAt < b.requestedAt
}

/** The work as nobody has it and nobody is asked; it waits, unless it is over anyway. */
export const freed = (work: Work): Work => ({
  ...work,
  status: work.status === 'ending' ? 'ending' : 'waiting',
  isExplained: false,
  agentId: undefined,
  offer: undefined,
  lapse: undefined,
})

/** The decision that was on its way has come to its end, whatever that was. */
export const landed = (state: State): State => ({ ...state, flight: undefined })

export const withRequest = (state: State, requestId: string, request: Request): State => ({
  ...state,
  requests: set(state.requests, requestId, request),
})

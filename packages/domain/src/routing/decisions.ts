/**
 * One decision at a time: taken on what is on record, recorded, then the work reserved and offered.
 *
 * A decision is a pure function of the log up to the event at which it is taken, and bears the id of
 * that event. Only reservations on record count, so the next decision is not taken before it is
 * known what became of the last one. That is always heard of: nobody was chosen, or the work is
 * reserved, or the runner reports that the decision or the reservation came to nothing.
 */
import type { EffectsDone, Instant, Outcome } from '@deskledger/kernel'
import type { RoutingSettings } from '../definitions.ts'
import type { AgentId } from '../primitives.ts'
import { reservationMade } from './agents.ts'
import { get, values } from './by-id.ts'
import { choose, exclusionOf } from './candidates.ts'
import * as Effects from './effects.ts'
import type { Event, Heard } from './message.ts'
import { answering, freed, landed, withWork, type State, type Work } from './state.ts'

const { keyOf, later } = Effects

/** The name of the policy, under which the runner reports what became of its effects. */
export const name = 'routing'

/**
 * Decides about the first work that somebody can do. If there is none, about the first that no
 * decision explains yet: nobody is chosen, and everybody can see why.
 */
export const decideNext =
  (settings: RoutingSettings) =>
  (state: State, { id: decisionId, occurredAt: now }: Heard<Event['type']>): State => {
    if (state.flight !== undefined || state.waiting.length === 0) return state
    const work = firstFeasible(state, now) ?? state.waiting.find(({ isExplained }) => !isExplained)
    if (work === undefined) return state
    const { workId } = work
    const choice = choose(settings)(Object.values(state.agents), work, now)
    return answering(
      { ...state, flight: { workId, decisionId, chosen: undefined } },
      Effects.decide({ workId, decisionId, policy: settings.def, ...choice }),
    )
  }

const firstFeasible = ({ agents, waiting }: State, now: Instant): Work | undefined => {
  const ready = Object.values(agents).filter(({ presence }) => presence === 'available')
  return waiting.find((work) => ready.some((agent) => exclusionOf(agent, work, now) === undefined))
}

/** The key of the effect whose event is heard next, or whose failure. */
const awaited = ({ flight }: State): string | undefined => {
  if (flight === undefined) return undefined
  const { decisionId, chosen } = flight
  return chosen === undefined ? keyOf.decide(decisionId) : keyOf.reserve(decisionId)
}

/** Reserves the work for the chosen one. If nobody was, the work is put back after a while. */
export const routingDecided =
  (settings: RoutingSettings) =>
  (state: State, { data }: Heard<'RoutingDecided'>): State => {
    const { workId, decisionId, chosen, at } = data
    if (awaited(state) !== keyOf.decide(decisionId)) return state
    const work = get(state.works, workId)
    const next = landed(state)
    if (work?.status !== 'waiting') return next
    if (chosen === undefined)
      return putBackLater(settings)(next, { ...work, isExplained: true }, { decisionId, at })
    return answering(
      { ...state, flight: { workId, decisionId, chosen } },
      Effects.reserve(decisionId, { agentId: chosen, workId, weight: work.weight }),
    )
  }

/** The decision that has come to its end, and when that was known. */
interface Landing {
  readonly decisionId: string
  readonly at: Instant
}

const putBackLater =
  ({ retrySeconds }: RoutingSettings) =>
  (state: State, work: Work, { decisionId, at }: Landing): State => {
    const retry = keyOf.retry(work.workId, decisionId)
    return answering(
      withWork(state, { ...work, retry }),
      Effects.retry(retry, later(at, retrySeconds), work),
    )
  }

/**
 * Offers the work to whom it is reserved for. A reservation that no decision awaits any more is
 * released: the work is over, or somebody else's by now.
 */
export const workReserved =
  (settings: RoutingSettings) =>
  (before: State, event: Heard<'WorkReserved'>): State => {
    const state = reservationMade(before, event)
    const { workId, agentId } = event.data
    const { flight } = state
    const work = get(state.works, workId)
    const isAwaited = flight?.workId === workId && flight.chosen === agentId
    const next = isAwaited ? landed(state) : state
    if (isAwaited && work?.status === 'waiting')
      return offered(settings)(next, { ...work, agentId }, { ...flight, at: event.data.at })
    if (work?.agentId === agentId) return next
    return answering(next, Effects.release(event.id, { agentId, workId, reason: 'withdrawn' }))
  }

const offered =
  ({ offerSeconds }: RoutingSettings) =>
  (
    state: State,
    work: Work & { readonly agentId: AgentId },
    { decisionId, at }: Landing,
  ): State => {
    const { workId, agentId } = work
    const expiresAt = later(at, offerSeconds)
    const keys = { offer: keyOf.offer(decisionId), lapse: keyOf.lapse(workId, decisionId) }
    return answering(
      withWork(state, { ...work, ...keys, status: 'reserved' }),
      ...Effects.cancel(work.retry),
      Effects.offer(decisionId, { workId, agentId, expiresAt }),
      Effects.lapse(keys.lapse, expiresAt, { workId, agentId }),
    )
  }

// ------------------------------------------------------------------------------------------------
// effects that came to nothing
// ------------------------------------------------------------------------------------------------

/**
 * Events that effects led to are on record before this; so whatever is still awaited never comes.
 * Most effects succeed, and for those no work is looked up.
 */
export const effectsDone =
  (settings: RoutingSettings) =>
  (state: State, event: Heard<'EffectsDone'>): State => {
    if (event.data.policy !== name) return state
    return event.data.outcomes.reduce((state, outcome) => {
      if (outcome.key === awaited(state)) return lost(settings)(state, outcome, event.data)
      if (outcome.result === 'sent' || outcome.result === 'nothing') return state
      const work = values(state.works).find((work) => isLost(work, outcome))
      return work === undefined ? state : givenBack(state, work, event)
    }, state)
  }

/**
 * Why an agent's reservation was refused is on record by now, so the work is decided about anew at
 * once. Whatever else came to nothing would do so again, and so would a second refusal by the same
 * agent: the work waits for its timer, so that nothing ever turns in a circle without a pause.
 */
const lost =
  (settings: RoutingSettings) =>
  (state: State, { result }: Outcome, { at }: EffectsDone['data']): State => {
    const { flight } = state
    const work = flight && get(state.works, flight.workId)
    const next = landed(state)
    if (flight === undefined || work?.status !== 'waiting') return next
    const { decisionId, chosen } = flight
    const unexplained = { ...work, isExplained: false }
    if (result !== 'refused' || chosen === undefined || work.refused.includes(chosen))
      return putBackLater(settings)(next, { ...unexplained, status: 'held' }, { decisionId, at })
    return withWork(next, { ...unexplained, refused: [...work.refused, chosen] })
  }

/**
 * Reserved, but never offered: the offer was refused, or had not been made when it would have ended.
 * One that is parked may still be made until then.
 */
const isLost = ({ status, offer, lapse }: Work, { key, result }: Outcome): boolean => {
  if (status !== 'reserved') return false
  return key === lapse || (key === offer && result === 'refused')
}

const givenBack = (state: State, work: Work, { id }: Heard<'EffectsDone'>): State =>
  answering(
    withWork(state, freed(work)),
    ...Effects.cancel(work.lapse),
    ...Effects.releaseOf(work, id, 'withdrawn'),
  )

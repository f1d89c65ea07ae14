/**
 * Who can be given a piece of work, and who is best: the whole arithmetic of a routing decision.
 *
 * An agent is excluded by the first of these that holds:
 *   presence        the agent is not available
 *   skill           a required skill is missing, below its minimum, or expired by then
 *   capacity        units − reserved < weight of the work
 *   declinedBefore  the agent declined this work, or let its offer lapse, since it was last put back
 *
 * Everybody else gets a score, the sum of four parts. Each is a whole number from 0 to the points
 * that the house gives to it; ⌊ ⌋ rounds down:
 *   skill           ⌊ points × Σ proficiency in the required skills ÷ (5 × their number) ⌋
 *   load            ⌊ points × (units − reserved) ÷ units ⌋
 *   affinity        all points for the preferred agent, else 0
 *   idle            ⌊ points × min(idle minutes, full minutes) ÷ full minutes ⌋
 * Where there is nothing to divide by (no skill required, no full minutes) it is all points. Idle
 * time runs while nothing is reserved and the agent is available; whoever holds work has none.
 *
 * The highest score wins, then the longest idle time, then the smallest id.
 */
import type { Instant } from '@deskledger/kernel'
import type { RoutingSettings } from '../definitions.ts'
import type { AgentId } from '../primitives.ts'
import type { Presence } from '../agent/events.ts'
import type { Candidate, Parts, Requirement } from '../work/events.ts'
import { sumOf } from '../work/soundness.ts'

/** An agent as far as routing must know. */
export interface Agent {
  readonly agentId: AgentId
  readonly presence: Presence
  readonly units: number
  readonly skills: ReadonlyArray<HeldSkill>
  /** The weight of each work that is reserved, by its id. */
  readonly reserved: Readonly<Record<string, number>>
  /** The last release or change of presence, if nothing is reserved since. */
  readonly idleSince: Instant | undefined
}

/** A skill until it expires: `validUntil` is the first instant at which it is no longer held. */
export interface HeldSkill {
  readonly skill: string
  readonly proficiency: number
  readonly validUntil?: Instant
}

/** What a piece of work takes. */
export interface Need {
  /** In units of capacity. */
  readonly weight: number
  readonly skills: ReadonlyArray<Requirement>
  readonly preferred?: AgentId
  /** Who declined it, or let its offer lapse, since it was last put back. */
  readonly declined: ReadonlyArray<AgentId>
}

/** Everybody who was considered, by id, and the one to be given the work, if there is any. */
export interface Choice {
  readonly considered: ReadonlyArray<Candidate>
  readonly chosen?: AgentId
}

type Excluded = Pick<Candidate, 'excludedBy' | 'skill'>

/** How much of the agent's capacity is free. */
export const freeUnits = ({ units, reserved }: Agent): number =>
  units - Object.values(reserved).reduce((sum, weight) => sum + weight, 0)

/** Why the agent cannot be given the work at `now`; undefined if it can. */
export const exclusionOf = (agent: Agent, need: Need, now: Instant): Excluded | undefined => {
  if (agent.presence !== 'available') return { excludedBy: 'presence' }
  const lacking = need.skills.find(({ skill, min }) => proficiencyIn(agent, skill, now) < min)
  if (lacking !== undefined) return { excludedBy: 'skill', skill: lacking.skill }
  if (freeUnits(agent) < need.weight) return { excludedBy: 'capacity' }
  if (need.declined.includes(agent.agentId)) return { excludedBy: 'declinedBefore' }
  return undefined
}

/** From 1 to 5; 0 if the skill is not held at `now`. */
const proficiencyIn = ({ skills }: Agent, key: string, now: Instant): number => {
  const held = skills.find(({ skill }) => skill === key)
  if (held === undefined || (held.validUntil !== undefined && held.validUntil <= now)) return 0
  return held.proficiency
}

/** The parts of the score of an agent who is not excluded. */
export const partsOf = (
  { points, idleFullMin }: RoutingSettings,
  { agent, need, now }: { readonly agent: Agent; readonly need: Need; readonly now: Instant },
): Parts => {
  const proficiency = need.skills.reduce(
    (sum, { skill }) => sum + proficiencyIn(agent, skill, now),
    0,
  )
  const idleMinutes = Math.floor(idleMillis(agent, now) / 60_000)
  return {
    skill: share(points.skill, proficiency, 5 * need.skills.length),
    load: share(points.load, freeUnits(agent), agent.units),
    affinity: need.preferred === agent.agentId ? points.affinity : 0,
    idle: share(points.idle, Math.min(idleMinutes, idleFullMin), idleFullMin),
  }
}

const share = (points: number, part: number, whole: number): number =>
  whole === 0 ? points : Math.floor((points * part) / whole)

/** Never negative, also where clocks disagree. */
const idleMillis = ({ idleSince }: Agent, now: Instant): number =>
  idleSince === undefined ? 0 : Math.max(0, now - idleSince)

/** Who is to be given the work at `now`. In whatever order the agents come, the answer is the same. */
export const choose =
  (settings: RoutingSettings) =>
  (agents: ReadonlyArray<Agent>, need: Need, now: Instant): Choice => {
    const ranked = [...agents].sort(byId).map((agent) => ({
      candidate: candidateOf(settings, { agent, need, now }),
      idle: idleMillis(agent, now),
    }))
    const considered = ranked.map(({ candidate }) => candidate)
    const best = ranked
      .filter(({ candidate }) => candidate.excludedBy === undefined)
      .reduce<Ranked | undefined>((best, next) => (isBetter(next, best) ? next : best), undefined)
    return best === undefined ? { considered } : { considered, chosen: best.candidate.agentId }
  }

interface Ranked {
  readonly candidate: Candidate
  readonly idle: number
}

const byId = (a: Agent, b: Agent): number => (a.agentId < b.agentId ? -1 : 1)

/** Of equals the one who came first, which is the one with the smaller id. */
const isBetter = (a: Ranked, b: Ranked | undefined): boolean => {
  if (b === undefined) return true
  const [scoreOfA = 0, scoreOfB = 0] = [a.candidate.score, b.candidate.score]
  return scoreOfA === scoreOfB ? a.idle > b.idle : scoreOfA > scoreOfB
}

const candidateOf = (
  settings: RoutingSettings,
  setting: { readonly agent: Agent; readonly need: Need; readonly now: Instant },
): Candidate => {
  const { agent, need, now } = setting
  const { agentId } = agent
  const excluded = exclusionOf(agent, need, now)
  if (excluded !== undefined) return { agentId, ...excluded }
  const parts = partsOf(settings, setting)
  return { agentId, score: sumOf(parts), parts }
}

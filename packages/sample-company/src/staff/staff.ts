/**
 * Who is there when, for those who need somebody.
 */
import { day, dayAt, zones } from '../calendar.ts'
import type { Agent, Department } from './agents.ts'
import { isAtWork, isPlanned, stretchesOf } from './shifts.ts'

export interface Staff {
  readonly agents: ReadonlyArray<Agent>
  /** Throws for an id that is nobody's. */
  readonly agent: (agentId: string) => Agent
  readonly present: (at: number) => ReadonlyArray<Agent>
  /** The first instant from `at` on at which the agent is there; none within 10 days. */
  readonly nextThere: (agent: Agent, at: number) => number | undefined
  /** The first instant from `at` on at which anybody of the department is there. */
  readonly nextOf: (department: Department, at: number) => number
  /** How long things take for want of people, in hundredths of what they take when all are there. */
  readonly slowness: (at: number) => number
}

/** How far ahead anybody looks, in days. */
const horizon = 10

export const staffOf = (agents: ReadonlyArray<Agent>): Staff => {
  const byId = new Map(agents.map((agent) => [agent.agentId, agent]))
  const nextThere = (agent: Agent, at: number): number | undefined => {
    const today = dayAt(agent.zone, at)
    for (let ahead = 0; ahead <= horizon; ahead += 1)
      for (const [from, to] of stretchesOf(agent, today + ahead))
        if (at < to) return Math.max(at, from)
    return undefined
  }
  const isThere = (agent: Agent, at: number): boolean =>
    stretchesOf(agent, dayAt(agent.zone, at)).some(([from, to]) => from <= at && at < to)

  return {
    agents,
    agent: (agentId) => {
      const found = byId.get(agentId)
      if (found === undefined) throw new Error(`nobody is called ${agentId}`)
      return found
    },
    present: (at) => agents.filter((agent) => isThere(agent, at)),
    nextThere,
    nextOf: (department, at) =>
      agents
        .filter((agent) => agent.department === department)
        .reduce(
          (first, agent) => Math.min(first, nextThere(agent, at) ?? Infinity),
          at + horizon * day,
        ),
    slowness: slownessOf(agents),
  }
}

/** Planned heads for each head that came, over the days that the zones have at an instant. */
const slownessOf = (agents: ReadonlyArray<Agent>): Staff['slowness'] => {
  const known = new Map<string, number>()
  return (at) => {
    const days = new Map(zones.map((zone) => [zone, dayAt(zone, at)]))
    const key = [...days.values()].join()
    const found = known.get(key)
    if (found !== undefined) return found
    const on = ({ zone }: Agent): number => days.get(zone) ?? 0
    const planned = agents.filter((agent) => isPlanned(agent, on(agent))).length
    const came = agents.filter((agent) => isAtWork(agent, on(agent))).length
    const slowness = came === 0 ? 100 : Math.floor((100 * planned) / came)
    known.set(key, slowness)
    return slowness
  }
}

/**
 * Who comes and goes, place by place: whoever begins at the same time says so at the same time.
 */
import { minute, onTheWall, type ZoneName } from '../calendar.ts'
import {
  agentCalled,
  reaction,
  sayTogether,
  waitUntil,
  type Saying,
  type Story,
} from '../simulation/story.ts'
import type { Agent } from '../staff/agents.ts'
import { stretchesOf } from '../staff/shifts.ts'
import type { Scene } from './scene.ts'

/** The people of one zone, day by day. */
export function* cameAndWent(scene: Scene, zone: ZoneName, days: number): Story {
  const agents = scene.staff.agents.filter((agent) => agent.zone === zone)
  for (let day = 0; day < days; day += 1) {
    yield* waitUntil(onTheWall(zone, day, 5 * 60 * minute))
    for (const [at, sayings] of changesOf(agents, day)) {
      if (at < scene.now()) continue
      yield* waitUntil(at)
      yield* sayTogether(...sayings)
      if (scene.untaken.size > 0) yield* reaction(minute)
    }
  }
}

/** By time, the earliest first. */
const changesOf = (
  agents: ReadonlyArray<Agent>,
  day: number,
): ReadonlyArray<readonly [at: number, sayings: ReadonlyArray<Saying>]> => {
  const changes = new Map<number, Array<Saying>>()
  const change = (at: number, saying: Saying): void => {
    const others = changes.get(at)
    if (others === undefined) changes.set(at, [saying])
    else others.push(saying)
  }
  for (const agent of agents) {
    const stretches = stretchesOf(agent, day)
    for (const [i, [from, to]] of stretches.entries()) {
      change(from, changing(agent, 'available'))
      const isLast = i === stretches.length - 1
      change(to, isLast ? changing(agent, 'offline') : changing(agent, 'away', 'lunch'))
    }
  }
  return [...changes].sort(([a], [b]) => a - b)
}

const changing = (
  { agentId }: Agent,
  to: 'available' | 'away' | 'offline',
  reason?: string,
): Saying => ({
  by: agentCalled(agentId),
  command: {
    type: 'ChangePresence',
    data: { agentId, to, ...(reason === undefined ? {} : { reason }) },
  },
})

/**
 * What routing learns of agents: the same facts by which an agent's own rules decide.
 */
import type { Instant } from '@deskledger/kernel'
import type { Agent, HeldSkill } from './candidates.ts'
import type { Heard } from './message.ts'
import type { State } from './state.ts'

export const agentEnrolled = (state: State, { data }: Heard<'AgentEnrolled'>): State => {
  const { agentId, units } = data
  const nothing = { skills: [], reserved: {}, idleSince: undefined }
  return withAgent(state, { agentId, presence: 'offline', units, ...nothing })
}

export const agentLeft = (state: State, { data }: Heard<'AgentLeft'>): State => {
  const { [data.agentId]: _, ...agents } = state.agents
  return { ...state, agents }
}

export const skillGranted = (state: State, { data }: Heard<'SkillGranted'>): State => {
  const { agentId, skill, proficiency, validUntil } = data
  const until = validUntil === undefined ? {} : { validUntil }
  return changed(state, agentId, (agent) => ({
    ...agent,
    skills: [...without(agent.skills, skill), { skill, proficiency, ...until }],
  }))
}

export const skillRevoked = (state: State, { data }: Heard<'SkillRevoked'>): State =>
  changed(state, data.agentId, (agent) => ({
    ...agent,
    skills: without(agent.skills, data.skill),
  }))

export const presenceChanged = (state: State, event: Heard<'PresenceChanged'>): State =>
  changed(state, event.data.agentId, (agent) =>
    idleOrNot({ ...agent, presence: event.data.to }, event.occurredAt),
  )

export const capacitySet = (state: State, { data }: Heard<'CapacitySet'>): State =>
  changed(state, data.agentId, (agent) => ({ ...agent, units: data.units }))

export const reservationMade = (state: State, event: Heard<'WorkReserved'>): State => {
  const { agentId, workId, weight } = event.data
  return changed(state, agentId, (agent) =>
    idleOrNot({ ...agent, reserved: { ...agent.reserved, [workId]: weight } }, event.occurredAt),
  )
}

export const workReleased = (state: State, event: Heard<'WorkReleased'>): State =>
  changed(state, event.data.agentId, (agent) => {
    const { [event.data.workId]: _, ...reserved } = agent.reserved
    return idleOrNot({ ...agent, reserved }, event.occurredAt)
  })

const without = (skills: ReadonlyArray<HeldSkill>, key: string): ReadonlyArray<HeldSkill> =>
  skills.filter(({ skill }) => skill !== key)

const idleOrNot = (agent: Agent, at: Instant): Agent => ({
  ...agent,
  idleSince: Object.keys(agent.reserved).length === 0 ? at : undefined,
})

const withAgent = (state: State, agent: Agent): State => ({
  ...state,
  agents: { ...state.agents, [agent.agentId]: agent },
})

const changed = (state: State, agentId: string, change: (agent: Agent) => Agent): State => {
  const agent = state.agents[agentId]
  return agent === undefined ? state : withAgent(state, change(agent))
}

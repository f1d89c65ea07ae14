/**
 * What the rules of an agent must remember: presence, skills, capacity and what it is reserved for.
 */
import type { Instant } from '@deskledger/kernel'
import type { Event, Presence, SkillGranted, WeightPerChannel } from './events.ts'

/** A skill as it was granted. */
export interface Skill {
  readonly skill: string
  readonly proficiency: number
  readonly evidence: SkillGranted['data']['evidence']
  readonly validUntil?: Instant
}

export type State =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'enrolled'
      readonly presence: Presence
      readonly units: number
      readonly perChannel: WeightPerChannel
      readonly skills: ReadonlyArray<Skill>
      /** The weight of each work that is reserved, by its id. */
      readonly reserved: Readonly<Record<string, number>>
    }
  | { readonly status: 'left' }

export type Enrolled = Extract<State, { readonly status: 'enrolled' }>

export const initial: State = { status: 'unknown' }

export const evolve = (state: State, { type, data }: Event): State => {
  if (type === 'AgentLeft') return { status: 'left' }
  if (type === 'AgentEnrolled') return enrolledWith(data.units)
  if (state.status !== 'enrolled') return state
  switch (type) {
    case 'SkillGranted': {
      const { agentId: _, at: __, ...skill } = data
      return { ...state, skills: [...without(state.skills, data.skill), skill] }
    }
    case 'SkillRevoked':
      return { ...state, skills: without(state.skills, data.skill) }
    case 'PresenceChanged':
      return { ...state, presence: data.to }
    case 'CapacitySet':
      return { ...state, units: data.units, perChannel: data.perChannel ?? {} }
    case 'WorkReserved':
      return { ...state, reserved: { ...state.reserved, [data.workId]: data.weight } }
    case 'WorkReleased': {
      const { [data.workId]: _, ...reserved } = state.reserved
      return { ...state, reserved }
    }
  }
}

const enrolledWith = (units: number): State => ({
  status: 'enrolled',
  presence: 'offline',
  units,
  perChannel: {},
  skills: [],
  reserved: {},
})

const without = (skills: ReadonlyArray<Skill>, key: string): ReadonlyArray<Skill> =>
  skills.filter(({ skill }) => skill !== key)

/** How much of the agent's capacity is taken. */
export const reservedUnits = ({ reserved }: Enrolled): number =>
  Object.values(reserved).reduce((sum, weight) => sum + weight, 0)

/** A skill that is held at `at`: granted, not revoked, not expired. */
export const heldSkill = ({ skills }: Enrolled, key: string, at: Instant): Skill | undefined =>
  skills.find(
    ({ skill, validUntil }) => skill === key && (validUntil === undefined || at < validUntil),
  )

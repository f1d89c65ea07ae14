/**
 * Who was where, with what in hand, when an event had just happened.
 */
import type { History, Recorded } from './history.ts'

export interface Person {
  presence: string
  units: number
  readonly skills: Map<string, { readonly proficiency: number; readonly validUntil?: number }>
  /** The weight of each work in hand, by its id. */
  readonly held: Map<string, number>
  /** The last time at which they came, went or put something down. */
  movedAt: number | undefined
}

/** Everybody who was enrolled and had not left, by id. */
export type Floor = Map<string, Person>

/** The floor right after `position`. */
export const floorAfter = (history: History, position: number): Floor => {
  const floor: Floor = new Map()
  for (const event of history) {
    if (event.position > position) break
    enter(floor, event)
  }
  return floor
}

/** Takes down what the event says of people. */
export const enter = (floor: Floor, event: Recorded): void => {
  if (!isOfAgents(event)) return
  const { type, data, occurredAt } = event
  const { agentId } = data
  if (type === 'AgentLeft') return void floor.delete(agentId)
  if (type === 'AgentEnrolled') return void floor.set(agentId, { ...newcomer(), units: data.units })
  const person = floor.get(agentId)
  if (person === undefined) throw new Error(`${type} of somebody who is not here`)
  if (type === 'CapacitySet') person.units = data.units
  if (type === 'SkillGranted') person.skills.set(data.skill, data)
  if (type === 'SkillRevoked') person.skills.delete(data.skill)
  if (type === 'WorkReserved') person.held.set(data.workId, data.weight)
  if (type === 'WorkReleased') person.held.delete(data.workId)
  if (type === 'PresenceChanged') person.presence = data.to
  if (type === 'PresenceChanged' || type === 'WorkReleased') person.movedAt = occurredAt
}

const newcomer = (): Omit<Person, 'units'> => ({
  presence: 'offline',
  skills: new Map(),
  held: new Map(),
  movedAt: undefined,
})

const typesOfAgents = [
  'AgentEnrolled',
  'AgentLeft',
  'CapacitySet',
  'PresenceChanged',
  'SkillGranted',
  'SkillRevoked',
  'WorkReserved',
  'WorkReleased',
] as const
type OfAgents = Extract<Recorded, { readonly type: (typeof typesOfAgents)[number] }>

const known: ReadonlySet<string> = new Set(typesOfAgents)
export const isOfAgents = (event: Recorded): event is OfAgents => known.has(event.type)

export const inHand = ({ held }: Person): number => {
  let sum = 0
  for (const weight of held.values()) sum += weight
  return sum
}

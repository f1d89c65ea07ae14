/**
 * Ana at her desk, as the specification tells it. Projectors use it too.
 */
import { at, id, specification } from '@deskledger/kernel/testing'
import type { AgentId, WorkId } from '../primitives.ts'
import { decider } from './index.ts'

export const ana: AgentId = id(101)
export const boilerWork: WorkId = id(201)
export const priceWork: WorkId = id(202)

export const story = specification(decider, { own: { agentId: ana } })
const { happened } = story

export const profile = {
  name: 'Ana Ruiz',
  department: 'service',
  region: 'south',
  zone: 'Europe/Madrid',
  languages: ['es', 'en'],
} as const
export const repair = { skill: 'repair', proficiency: 3, evidence: 'training' } as const
export const safety = {
  skill: 'safety',
  proficiency: 2,
  evidence: 'certificate',
  validUntil: at(60),
} as const

/** She can hold three units. */
export const enrolled = happened('AgentEnrolled', { ...profile, units: 3 })
export const canRepair = happened('SkillGranted', repair)
export const certifiedForAnHour = happened('SkillGranted', safety)
export const nowAvailable = happened('PresenceChanged', { to: 'available' })
export const boilerReserved = happened('WorkReserved', { workId: boilerWork, weight: 2 })
export const boilerReleased = happened('WorkReleased', {
  workId: boilerWork,
  weight: 2,
  reason: 'done',
})
export const left = happened('AgentLeft', {})

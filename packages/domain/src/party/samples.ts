/**
 * María's dealings with the company, as the specification tells them. Projectors use them too.
 */
import { id, specification } from '@deskledger/kernel/testing'
import type { ContactPointId, PartyId } from '../primitives.ts'
import { decider } from './index.ts'

export const maria: PartyId = id(1)
export const mobile: ContactPointId = id(11)
export const mailbox: ContactPointId = id(12)

export const story = specification(decider, { own: { partyId: maria } })
const { happened } = story

export const profile = { kind: 'person', name: 'María Núñez', language: 'es' } as const
export const mobileNumber = {
  pointId: mobile,
  channel: 'phone',
  address: '+34 600 123-456',
} as const

export const registered = happened('PartyRegistered', profile)
export const mobileAdded = happened('ContactPointAdded', {
  ...mobileNumber,
  normalised: '+34600123456',
  primary: true,
})
export const mobileVerified = happened('ContactPointVerified', { pointId: mobile, method: 'code' })
export const mobileRetired = happened('ContactPointRetired', {
  pointId: mobile,
  reason: 'replaced',
})
export const becameCustomer = happened('RoleAssumed', { role: 'customer' })
export const erased = happened('PartyErased', { basis: 'asked' })

/**
 * What the rules of a party must remember: which contact points it has, and which roles since when.
 */
import type { Instant } from '@deskledger/kernel'
import type { Channel } from '../primitives.ts'
import type { Event, Role } from './events.ts'

export interface ContactPoint {
  readonly channel: Channel
  readonly status: 'added' | 'verified' | 'retired'
}

export type State =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'registered'
      readonly points: Readonly<Record<string, ContactPoint>>
      readonly roles: { readonly [R in Role]?: Instant }
      readonly isErasureRequested: boolean
    }
  | { readonly status: 'erased' }

export const initial: State = { status: 'unknown' }

export const evolve = (state: State, { type, data }: Event): State => {
  if (type === 'PartyErased') return { status: 'erased' }
  if (type === 'PartyRegistered')
    return { status: 'registered', points: {}, roles: {}, isErasureRequested: false }
  if (state.status !== 'registered') return state
  switch (type) {
    case 'ContactPointAdded':
      return withPoint(state, data.pointId, { channel: data.channel, status: 'added' })
    case 'ContactPointVerified':
      return pointBecomes(state, data.pointId, 'verified')
    case 'ContactPointRetired':
      return pointBecomes(state, data.pointId, 'retired')
    case 'RoleAssumed':
      return { ...state, roles: { ...state.roles, [data.role]: data.at } }
    case 'RoleEnded': {
      const { [data.role]: _, ...roles } = state.roles
      return { ...state, roles }
    }
    case 'PartyErasureRequested':
      return { ...state, isErasureRequested: true }
    case 'CustomerRecordShown':
      return state
  }
}

type Registered = Extract<State, { readonly status: 'registered' }>

const withPoint = (state: Registered, pointId: string, point: ContactPoint): State => ({
  ...state,
  points: { ...state.points, [pointId]: point },
})

const pointBecomes = (
  state: Registered,
  pointId: string,
  status: ContactPoint['status'],
): State => {
  const point = state.points[pointId]
  return point === undefined ? state : withPoint(state, pointId, { ...point, status })
}

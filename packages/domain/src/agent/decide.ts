/**
 * The rules of an agent: what may be asked, when it is granted, and every reason to refuse it.
 *
 * What is reserved never weighs more than the agent's capacity, whoever asks: routing may decide on
 * what it last read, here it is decided for good.
 */
import {
  already,
  asking,
  granted,
  refused,
  type CommandOf,
  type Decision,
  type Instant,
} from '@deskledger/kernel'
import * as N from 'fp-ts/lib/number.js'
import * as R from 'fp-ts/lib/Record.js'
import * as Events from './events.ts'
import { heldSkill, reservedUnits, type Enrolled, type Skill, type State } from './state.ts'

export const commands = {
  /** An agent who is enrolled without `units` can hold one. */
  EnrolAgent: asking(Events.AgentEnrolled, {
    except: ['units'],
    optional: { units: Events.Units },
  }),
  GrantSkill: asking(Events.SkillGranted),
  RevokeSkill: asking(Events.SkillRevoked),
  ChangePresence: asking(Events.PresenceChanged),
  SetCapacity: asking(Events.CapacitySet),
  ReserveWork: asking(Events.WorkReserved),
  ReleaseWork: asking(Events.WorkReleased, { except: ['weight'] }),
  RetireAgent: asking(Events.AgentLeft),
}
export type Command = CommandOf<typeof commands>

export type Rejection =
  /** Nobody enrolled this agent, or it has left. */
  | { readonly _tag: 'NotEnrolled'; readonly status: 'unknown' | 'left' }
  | { readonly _tag: 'AlreadyEnrolled' }
  /** The skill would end no later than it is granted. */
  | { readonly _tag: 'SkillExpired'; readonly skill: string; readonly validUntil: Instant }
  /** The capacity asked for is below what is reserved. */
  | { readonly _tag: 'CapacityInUse'; readonly reserved: number; readonly units: number }
  | { readonly _tag: 'NotAvailable'; readonly presence: Events.Presence }
  /** The work weighs more than what is free. */
  | { readonly _tag: 'CapacityExceeded'; readonly free: number; readonly weight: number }
  /** An agent leaves with nothing reserved: release or hand over these first. */
  | { readonly _tag: 'WorkStillReserved'; readonly works: ReadonlyArray<string> }

type Answer = Decision<Rejection, Events.Event>
type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

const enrol = ({ data, at }: Of<'EnrolAgent'>, state: State): Answer => {
  if (state.status === 'enrolled') return refused({ _tag: 'AlreadyEnrolled' })
  if (state.status === 'left') return refused({ _tag: 'NotEnrolled', status: 'left' })
  return granted({ type: 'AgentEnrolled', data: { ...data, units: data.units ?? 1, at } })
}

/** A skill granted anew replaces what was known of it. */
const grantSkill = ({ data, at }: Of<'GrantSkill'>, state: Enrolled): Answer => {
  const { skill, validUntil } = data
  if (validUntil !== undefined && validUntil <= at)
    return refused({ _tag: 'SkillExpired', skill, validUntil })
  const held = heldSkill(state, skill, at)
  if (held !== undefined && isGrantedBy(data)(held)) return already
  return granted({ type: 'SkillGranted', data: { ...data, at } })
}

const isGrantedBy =
  ({ proficiency, evidence, validUntil }: Skill) =>
  (held: Skill): boolean =>
    held.proficiency === proficiency && held.evidence === evidence && held.validUntil === validUntil

const revokeSkill = ({ data, at }: Of<'RevokeSkill'>, state: Enrolled): Answer =>
  heldSkill(state, data.skill, at) === undefined
    ? already
    : granted({ type: 'SkillRevoked', data: { ...data, at } })

const changePresence = ({ data, at }: Of<'ChangePresence'>, { presence }: Enrolled): Answer =>
  presence === data.to ? already : granted({ type: 'PresenceChanged', data: { ...data, at } })

const sameWeights = R.getEq(N.Eq).equals

const setCapacity = ({ data, at }: Of<'SetCapacity'>, state: Enrolled): Answer => {
  const { units, perChannel = {} } = data
  const reserved = reservedUnits(state)
  if (units < reserved) return refused({ _tag: 'CapacityInUse', reserved, units })
  if (units === state.units && sameWeights({ ...perChannel }, { ...state.perChannel }))
    return already
  return granted({ type: 'CapacitySet', data: { ...data, at } })
}

const reserve = ({ data, at }: Of<'ReserveWork'>, state: Enrolled): Answer => {
  const { presence, units, reserved } = state
  const { workId, weight } = data
  if (reserved[workId] !== undefined) return already
  if (presence !== 'available') return refused({ _tag: 'NotAvailable', presence })
  const free = units - reservedUnits(state)
  if (free < weight) return refused({ _tag: 'CapacityExceeded', free, weight })
  return granted({ type: 'WorkReserved', data: { ...data, at } })
}

const release = ({ data, at }: Of<'ReleaseWork'>, { reserved }: Enrolled): Answer => {
  const weight = reserved[data.workId]
  if (weight === undefined) return already
  return granted({ type: 'WorkReleased', data: { ...data, weight, at } })
}

const retire = ({ data, at }: Of<'RetireAgent'>, { reserved }: Enrolled): Answer => {
  const works = Object.keys(reserved)
  if (works.length > 0) return refused({ _tag: 'WorkStillReserved', works })
  return granted({ type: 'AgentLeft', data: { ...data, at } })
}

/** Who has left holds nothing: to leave again or to release something is true already. */
const isMoot = ({ type }: Command): boolean => type === 'RetireAgent' || type === 'ReleaseWork'

export const decide = (command: Command, state: State): Answer => {
  if (command.type === 'EnrolAgent') return enrol(command, state)
  if (state.status === 'left' && isMoot(command)) return already
  if (state.status !== 'enrolled') return refused({ _tag: 'NotEnrolled', status: state.status })
  switch (command.type) {
    case 'GrantSkill':
      return grantSkill(command, state)
    case 'RevokeSkill':
      return revokeSkill(command, state)
    case 'ChangePresence':
      return changePresence(command, state)
    case 'SetCapacity':
      return setCapacity(command, state)
    case 'ReserveWork':
      return reserve(command, state)
    case 'ReleaseWork':
      return release(command, state)
    case 'RetireAgent':
      return retire(command, state)
  }
}

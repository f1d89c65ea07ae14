/**
 * The rules of a party: what may be asked, when it is granted, and every reason to refuse it.
 */
import {
  already,
  asking,
  flag,
  granted,
  refused,
  text,
  type CommandOf,
  type Decision,
} from '@deskledger/kernel'
import type { Channel } from '../primitives.ts'
import { formOf, tidy } from './address.ts'
import * as Events from './events.ts'
import type { State } from './state.ts'

export const commands = {
  RegisterParty: asking(Events.PartyRegistered),
  AddContactPoint: asking(Events.ContactPointAdded, {
    except: ['normalised', 'primary'],
    optional: { normalised: text('normalised address', 320), primary: flag },
  }),
  VerifyContactPoint: asking(Events.ContactPointVerified),
  RetireContactPoint: asking(Events.ContactPointRetired),
  AssumeRole: asking(Events.RoleAssumed),
  EndRole: asking(Events.RoleEnded, { except: ['since'] }),
  ShowCustomerRecord: asking(Events.CustomerRecordShown, { except: ['to'] }),
  RequestPartyErasure: asking(Events.PartyErasureRequested),
  EraseParty: asking(Events.PartyErased),
}
export type Command = CommandOf<typeof commands>

export type Rejection =
  /** Nobody registered this party, or its data was erased. */
  | { readonly _tag: 'NotRegistered'; readonly status: 'unknown' | 'erased' }
  | { readonly _tag: 'AlreadyRegistered' }
  /** The address has not the form in which its channel can be looked up. */
  | { readonly _tag: 'NotNormalised'; readonly channel: Channel; readonly expected: string }
  | { readonly _tag: 'NoSuchContactPoint'; readonly pointId: string }
  | { readonly _tag: 'ContactPointIsRetired'; readonly pointId: string }
  | { readonly _tag: 'RoleNotHeld'; readonly role: Events.Role }

type Answer = Decision<Rejection, Events.Event>
type Registered = Extract<State, { readonly status: 'registered' }>
type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

const register = ({ data, at }: Of<'RegisterParty'>, state: State): Answer => {
  if (state.status === 'registered') return refused({ _tag: 'AlreadyRegistered' })
  if (state.status === 'erased') return refused({ _tag: 'NotRegistered', status: 'erased' })
  return granted({ type: 'PartyRegistered', data: { ...data, at } })
}

/** The first contact point of a channel is its primary one, unless the sender says otherwise. */
const addContactPoint = ({ data, at }: Of<'AddContactPoint'>, state: Registered): Answer => {
  if (state.points[data.pointId] !== undefined) return already
  const { channel } = data
  const normalised = data.normalised ?? tidy(data.address, channel)
  const form = formOf(channel)
  if (form !== undefined && !form.is(normalised))
    return refused({ _tag: 'NotNormalised', channel, expected: form.name })
  const isFirst = Object.values(state.points).every((point) => point.channel !== channel)
  const primary = data.primary ?? isFirst
  return granted({ type: 'ContactPointAdded', data: { ...data, normalised, primary, at } })
}

const verify = ({ data, at }: Of<'VerifyContactPoint'>, state: Registered): Answer => {
  const { pointId } = data
  const point = state.points[pointId]
  if (point === undefined) return refused({ _tag: 'NoSuchContactPoint', pointId })
  if (point.status === 'retired') return refused({ _tag: 'ContactPointIsRetired', pointId })
  if (point.status === 'verified') return already
  return granted({ type: 'ContactPointVerified', data: { ...data, at } })
}

const retire = ({ data, at }: Of<'RetireContactPoint'>, state: Registered): Answer => {
  const point = state.points[data.pointId]
  if (point === undefined) return refused({ _tag: 'NoSuchContactPoint', pointId: data.pointId })
  if (point.status === 'retired') return already
  return granted({ type: 'ContactPointRetired', data: { ...data, at } })
}

const assumeRole = ({ data, at }: Of<'AssumeRole'>, state: Registered): Answer =>
  state.roles[data.role] === undefined
    ? granted({ type: 'RoleAssumed', data: { ...data, at } })
    : already

const endRole = ({ data, at }: Of<'EndRole'>, state: Registered): Answer => {
  const since = state.roles[data.role]
  if (since === undefined) return refused({ _tag: 'RoleNotHeld', role: data.role })
  return granted({ type: 'RoleEnded', data: { ...data, since, at } })
}

/** Every showing is a fact of its own, also of the same record to the same person. */
const show = ({ data, at, actor }: Of<'ShowCustomerRecord'>): Answer =>
  granted({ type: 'CustomerRecordShown', data: { ...data, to: actor, at } })

const requestErasure = (
  { data, at, actor }: Of<'RequestPartyErasure'>,
  { isErasureRequested }: Registered,
): Answer =>
  isErasureRequested
    ? already
    : granted({ type: 'PartyErasureRequested', data: { ...data, by: actor, at } })

const erase = ({ data, at }: Of<'EraseParty'>): Answer =>
  granted({ type: 'PartyErased', data: { ...data, at } })

const isErasure = ({ type }: Command): boolean =>
  type === 'RequestPartyErasure' || type === 'EraseParty'

export const decide = (command: Command, state: State): Answer => {
  if (command.type === 'RegisterParty') return register(command, state)
  if (isErasure(command) && state.status === 'erased') return already
  if (state.status !== 'registered') return refused({ _tag: 'NotRegistered', status: state.status })
  switch (command.type) {
    case 'AddContactPoint':
      return addContactPoint(command, state)
    case 'VerifyContactPoint':
      return verify(command, state)
    case 'RetireContactPoint':
      return retire(command, state)
    case 'AssumeRole':
      return assumeRole(command, state)
    case 'EndRole':
      return endRole(command, state)
    case 'ShowCustomerRecord':
      return show(command)
    case 'RequestPartyErasure':
      return requestErasure(command, state)
    case 'EraseParty':
      return erase(command)
  }
}

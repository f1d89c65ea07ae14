/**
 * Who is responsible for a request: from its acknowledgement, or from the first solution proposed,
 * until it is closed there is somebody, and one only.
 */
import { already, granted, refused, type Command } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { RequestId } from '../primitives.ts'
import { wrongStatus, type Answer, type Of } from './commands.ts'
import { Responsible, type Event } from './events.ts'
import type { Live } from './state.ts'

/** A command of any type, for what is the same in all of them. */
type Any = Pick<Command<string, { readonly requestId: RequestId }>, 'data' | 'at' | 'actor'>

/**
 * Whoever first answers for a request that nobody is responsible for takes it on by doing so. Only
 * an agent or a supervisor can; others have to assign somebody first.
 */
export const takenOn = (command: Any, { file }: Live): Answer => {
  if (file.responsible !== undefined) return already
  const { kind, id } = command.actor
  const self = { kind: 'agent', id }
  if ((kind === 'agent' || kind === 'supervisor') && Responsible.is(self))
    return granted(taken(command, self))
  return refused({ _tag: 'NobodyResponsible', next: ['AssignResponsible', 'AcceptRequest'] })
}

const taken = ({ data, at, actor: by }: Any, to: Responsible): Event => ({
  type: 'ResponsibleAssigned',
  data: { requestId: data.requestId, to, how: 'manual', by, at },
})

export const acknowledge = (command: Of<'AcknowledgeRequest'>, state: Live): Answer => {
  const { data, at, actor: by } = command
  if (state.file.acknowledged) return already
  const taking = takenOn(command, state)
  if (E.isLeft(taking)) return taking
  return granted(...taking.right, { type: 'RequestAcknowledged', data: { ...data, by, at } })
}

const isSame = (a: Responsible | undefined, b: Responsible): boolean =>
  a?.kind === b.kind && a.id === b.id

export const assign = ({ data, at, actor: by }: Of<'AssignResponsible'>, state: Live): Answer =>
  isSame(state.file.responsible, data.to)
    ? already
    : granted({ type: 'ResponsibleAssigned', data: { ...data, by, at } })

/**
 * An agent accepts what was given to that agent, and takes what lies in a queue, with a team or with
 * nobody. No agent accepts in another's name; the routing does, once the agent has accepted the work.
 */
export const accept = (command: Of<'AcceptRequest'>, state: Live): Answer => {
  const { data, at, actor } = command
  const { responsible } = state.file
  const taker: Responsible = { kind: 'agent', id: data.agentId }
  const isHeld = isSame(responsible, taker)
  if (state.status === 'inProgress' && isHeld) return already
  if (state.status !== 'open') return wrongStatus(state)
  if (responsible?.kind === 'agent' && !isHeld)
    return refused({ _tag: 'NotResponsible', responsible })
  if (actor.kind === 'agent' && actor.id !== taker.id)
    return refused({ _tag: 'NotResponsible', responsible: taker })
  const taking = isHeld ? [] : [taken(command, taker)]
  return granted(...taking, { type: 'RequestAccepted', data: { ...data, at } })
}

export const handOver = ({ data, at }: Of<'HandOverRequest'>, { file }: Live): Answer => {
  const { responsible: from } = file
  if (from === undefined) return refused({ _tag: 'NobodyResponsible', next: ['AssignResponsible'] })
  if (isSame(from, data.to)) return already
  return granted({ type: 'RequestHandedOver', data: { ...data, from, at } })
}

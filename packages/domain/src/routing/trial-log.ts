/**
 * A log in memory with the deciders of agents, works and requests before it, and a clock that stands
 * still until it is set. To try policies on; see `world.ts`.
 */
import {
  decodeCommand,
  streamOf,
  type Decider,
  type EffectsDone,
  type Instant,
  type RecordedEvent,
  type Sent,
} from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import * as E from 'fp-ts/lib/Either.js'
import * as Agent from '../agent/index.ts'
import type { House } from '../definitions.ts'
import * as Request from '../request/index.ts'
import * as Work from '../work/index.ts'

export type Asked = Sent<Agent.Command | Work.Command | Request.Command>
export type Recorded = RecordedEvent<Agent.Event | Work.Event | Request.Event | EffectsDone>

export type RecordedOf<Type extends Recorded['type']> = Extract<Recorded, { readonly type: Type }>

/** All events of these types, oldest first. */
export const all = <Type extends Recorded['type']>(
  log: ReadonlyArray<Recorded>,
  ...types: ReadonlyArray<Type>
): ReadonlyArray<RecordedOf<Type>> =>
  log.filter((event): event is RecordedOf<Type> => types.some((type) => type === event.type))

export interface TrialLog {
  readonly log: ReadonlyArray<Recorded>
  readonly now: () => Instant
  readonly setClock: (now: Instant) => void
  /** `sent`, `nothing`, or the tag of the refusal. The same command id is the same command. */
  readonly send: (command: Asked, commandId: string, causationId?: string) => string
  /** Records a mark of a policy. */
  readonly mark: (data: Omit<EffectsDone['data'], 'at'>) => void
}

type AnyDecider = Decider<never, unknown, never, { readonly _tag: string }>
const deciders = [Agent.decider, Work.decider, Request.decider] as unknown as Array<AnyDecider>

export const trialLog = (house: House): TrialLog => {
  const log: Array<Recorded> = []
  const states = new Map<string, unknown>()
  const known = new Set<string>()
  let now = at(0)
  let marks = 0

  const append = (stream: string, fact: object, causationId = ''): void => {
    const { at: occurredAt } = (fact as Recorded).data
    // Marks are counted apart, so that ids are the same however much is heard at a time.
    const n = stream.startsWith('policy-') ? 900_000 + (marks += 1) : 1_000 + log.length - marks
    const position = log.length + 1
    log.push({ ...fact, id: id(n), stream, position, occurredAt, causationId } as Recorded)
  }

  const send = (command: Asked, commandId: string, causationId?: string): string => {
    const decider = deciders.find(({ commands }) => command.type in commands)
    if (decider === undefined) return 'UnknownCommand'
    if (known.has(commandId)) return 'sent'
    const decoded = decodeCommand(decider.commands, command)
    if (E.isLeft(decoded)) return decoded.left._tag
    const stream = streamOf(decider, command.data)
    const before = states.get(stream) ?? decider.initial
    const facts = E.toUnion(Request.facts(house)(decoded.right as never, before as never))
    const given = { at: now, actor: { kind: 'supervisor', id: 'boss' }, facts, ...decoded.right }
    const decision = decider.decide(given as never, before)
    if (E.isLeft(decision)) return decision.left._tag
    if (decision.right.length === 0) return 'nothing'
    states.set(stream, decision.right.reduce(decider.evolve, before))
    for (const fact of decision.right) append(stream, fact, causationId)
    known.add(commandId)
    return 'sent'
  }

  return {
    log,
    now: () => now,
    setClock: (to) => {
      now = to
    },
    send,
    mark: (data) =>
      append(`policy-${data.policy}`, { type: 'EffectsDone', data: { ...data, at: now } }),
  }
}

/**
 * A small house to test with: orders are paid and shipped, or reminded of until they are.
 */
import * as E from 'fp-ts/lib/Either.js'
import {
  asking,
  event,
  identifier,
  policyEvents,
  registry,
  type Actor,
  type CommandId,
  type CommandOf,
  type Decider,
  type EffectsDone,
  type Instant,
  type Outcome,
  type Policy,
  type Registry,
} from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { handle, uuidOf, type EventStore } from '@deskledger/event-store'
import type * as t from 'io-ts'
import { runner, type Runner, type RunnerSettings } from './index.ts'

const OrderId = identifier('OrderId')

// ------------------------------------------------------------------------------------------------
// the decider
// ------------------------------------------------------------------------------------------------

const OrderPlaced = event('OrderPlaced', { orderId: OrderId })
const OrderPaid = event('OrderPaid', { orderId: OrderId })
const OrderShipped = event('OrderShipped', { orderId: OrderId })
const ReminderSent = event('ReminderSent', { orderId: OrderId })
export type Event = t.TypeOf<
  typeof OrderPlaced | typeof OrderPaid | typeof OrderShipped | typeof ReminderSent
>
const events: Registry<Event> = registry(OrderPlaced, OrderPaid, OrderShipped, ReminderSent)

const commands = {
  Place: asking(OrderPlaced),
  Pay: asking(OrderPaid),
  Ship: asking(OrderShipped),
  Remind: asking(ReminderSent),
}
export type Command = CommandOf<typeof commands>
interface State {
  readonly placed: boolean
  readonly paid: boolean
  readonly reminders: number
}
type Rejection = { readonly _tag: 'NotPlaced' | 'TooManyReminders' }

export const order: Decider<Command, State, Event, Rejection> = {
  name: 'order',
  idField: 'orderId',
  begins: ['Place'],
  commands,
  events,
  initial: { placed: false, paid: false, reminders: 0 },
  decide: (command, state) => {
    const data = { ...command.data, at: command.at }
    if (command.type === 'Place')
      return E.right(state.placed ? [] : [{ type: 'OrderPlaced', data }])
    if (!state.placed) return E.left({ _tag: 'NotPlaced' })
    if (command.type === 'Pay') return E.right(state.paid ? [] : [{ type: 'OrderPaid', data }])
    if (command.type === 'Ship') return E.right([{ type: 'OrderShipped', data }])
    if (state.reminders >= 2) return E.left({ _tag: 'TooManyReminders' })
    return E.right([{ type: 'ReminderSent', data }])
  },
  evolve: (state, { type }) => {
    if (type === 'OrderPlaced') return { ...state, placed: true }
    if (type === 'OrderPaid') return { ...state, paid: true }
    return type === 'ReminderSent' ? { ...state, reminders: state.reminders + 1 } : state
  },
  concerns: () => [],
}

// ------------------------------------------------------------------------------------------------
// the policy
// ------------------------------------------------------------------------------------------------

const later = (instant: Instant, minutes: number): Instant =>
  (instant + minutes * 60_000) as Instant

/** Ships what is paid; reminds after an hour, and again every hour until it is paid or refused. */
export const dunning: Policy<ReadonlyArray<string>, Event | EffectsDone, Command> = {
  name: 'dunning',
  version: 1,
  initial: [],
  on: {
    OrderPlaced: {
      react: (_, { data: { orderId, at: placed } }) => [
        {
          type: 'ScheduleAt',
          key: `remind/${orderId}/1`,
          at: later(placed, 60),
          command: { type: 'Remind', data: { orderId } },
        },
      ],
    },
    ReminderSent: {
      react: (_, { id, data: { orderId, at: reminded } }) => [
        {
          type: 'ScheduleAt',
          key: `remind/${orderId}/${id}`,
          at: later(reminded, 60),
          command: { type: 'Remind', data: { orderId } },
        },
      ],
    },
    OrderPaid: {
      react: (_, { data: { orderId } }) => [
        { type: 'Cancel', key: `remind/${orderId}/1` },
        { type: 'Send', key: `ship/${orderId}`, command: { type: 'Ship', data: { orderId } } },
      ],
    },
    EffectsDone: {
      evolve: (refused, { data: { outcomes } }) => [
        ...refused,
        ...outcomes.filter(({ result }) => result === 'refused').map(({ key }) => key),
      ],
    },
  },
}

// ------------------------------------------------------------------------------------------------
// the house at work
// ------------------------------------------------------------------------------------------------

const customer: Actor = { kind: 'customer', id: 'ana' }
let sent = 0

/** A house whose clock stands still until it is told to go on. */
export const house = (store: EventStore) => {
  let now = at(0)
  const clock = () => now
  const send = handle(order, store, { clock })
  const ask = async (type: Command['type'], n: number) => {
    sent += 1
    const commandId = uuidOf(`sample/${sent}`) as CommandId
    return send({ type, data: { orderId: id(n) } }, { actor: customer, commandId })()
  }
  const hire = (
    changes: Partial<RunnerSettings<ReadonlyArray<string>, Event | EffectsDone, Command>> = {},
  ): Runner<Command> =>
    runner({
      policy: dunning,
      registry: events as Registry<Event | EffectsDone>,
      store,
      send,
      clock,
      patience: [],
      ...changes,
    })
  return { ask, clock, hire, send, wait: (minutes: number) => (now = later(now, minutes)) }
}

/** What the log holds, as `type n`, the marks of the policy left out. */
export const story = async (store: EventStore): Promise<ReadonlyArray<string>> => {
  const lines: Array<string> = []
  for await (const page of store.readAll())
    for (const { type, data } of page.events)
      if (type !== 'EffectsDone') {
        const { orderId } = data as { readonly orderId: string }
        lines.push(`${type} ${Number(orderId.slice(-3))}`)
      }
  return lines
}

/** Every outcome that the policy has recorded. */
export const outcomes = async (store: EventStore): Promise<ReadonlyArray<Outcome>> => {
  const all: Array<Outcome> = []
  for await (const page of store.readStream('policy-dunning'))
    for (const stored of page.events) {
      const data = policyEvents.dataOf(stored)
      if (E.isRight(data)) all.push(...data.right.outcomes)
    }
  return all
}

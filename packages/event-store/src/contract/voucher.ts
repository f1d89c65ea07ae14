/**
 * A voucher for hours of work: a decider for specs, small and with a rule of every kind.
 *
 * unknown → open (⟲ hours used) → closed
 */
import {
  asking,
  concern,
  event,
  identifier,
  integer,
  Key,
  registry,
  type CommandId,
  type CommandOf,
  type Decider,
  type Registry,
  type StreamName,
} from '@deskledger/kernel'
import { id } from '@deskledger/kernel/testing'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import type { Call } from '../handled.ts'

const VoucherId = identifier('VoucherId')
const Hours = integer('hours', 1, 1_000_000)

const VoucherIssued = event('VoucherIssued', { voucherId: VoucherId, hours: Hours })
interface VoucherIssued extends t.TypeOf<typeof VoucherIssued> {}

/** The tariff is a fact of the house, if it was asked for one. */
const HoursUsed = event('HoursUsed', { voucherId: VoucherId, hours: Hours }, { tariff: Key })
interface HoursUsed extends t.TypeOf<typeof HoursUsed> {}

const VoucherClosed = event('VoucherClosed', { voucherId: VoucherId })
interface VoucherClosed extends t.TypeOf<typeof VoucherClosed> {}

export type Event = VoucherIssued | HoursUsed | VoucherClosed
const events: Registry<Event> = registry(VoucherIssued, HoursUsed, VoucherClosed)

const commands = {
  IssueVoucher: asking(VoucherIssued),
  UseHours: asking(HoursUsed, { except: ['tariff'] }),
  CloseVoucher: asking(VoucherClosed),
}
export type Command = CommandOf<typeof commands>

export type State =
  { readonly status: 'unknown' | 'closed' } | { readonly status: 'open'; readonly left: number }

export type Rejection =
  | { readonly _tag: 'NotOpen'; readonly status: string }
  | { readonly _tag: 'AlreadyIssued' }
  | { readonly _tag: 'NotEnough'; readonly left: number }

type Decision = E.Either<Rejection, ReadonlyArray<Event>>

const decide = ({ type, data, at, facts }: Command, state: State): Decision => {
  if (type === 'IssueVoucher')
    return state.status === 'unknown'
      ? E.right([{ type: 'VoucherIssued', data: { ...data, at } }])
      : E.left({ _tag: 'AlreadyIssued' })
  if (type === 'CloseVoucher' && state.status === 'closed') return E.right([])
  if (state.status !== 'open') return E.left({ _tag: 'NotOpen', status: state.status })
  if (type === 'CloseVoucher') return E.right([{ type: 'VoucherClosed', data: { ...data, at } }])
  if (data.hours > state.left) return E.left({ _tag: 'NotEnough', left: state.left })
  return E.right([{ type: 'HoursUsed', data: { ...data, ...Object(facts), at } }])
}

const evolve = (state: State, { type, data }: Event): State => {
  switch (type) {
    case 'VoucherIssued':
      return { status: 'open', left: data.hours }
    case 'HoursUsed':
      return state.status === 'open' ? { status: 'open', left: state.left - data.hours } : state
    case 'VoucherClosed':
      return { status: 'closed' }
  }
}

export const voucher: Decider<Command, State, Event, Rejection> = {
  name: 'voucher',
  idField: 'voucherId',
  begins: ['IssueVoucher'],
  commands,
  events,
  initial: { status: 'unknown' },
  decide,
  evolve,
  concerns: (state, { data }) =>
    state.status === 'closed' ? [] : [concern('voucher', data.voucherId)],
}

// ------------------------------------------------------------------------------------------------
// words
// ------------------------------------------------------------------------------------------------

export const streamOfVoucher = (n: number): StreamName => `voucher-${id(n)}`

/** Hours on voucher `n`, issued or used; and its end. */
export const issue = (n: number, hours: number) =>
  ({ type: 'IssueVoucher', data: { voucherId: id(n), hours } }) as const
export const use = (n: number, hours: number) =>
  ({ type: 'UseHours', data: { voucherId: id(n), hours } }) as const
export const end = (n: number) => ({ type: 'CloseVoucher', data: { voucherId: id(n) } }) as const

/** Command `n` of a clerk. */
export const call = (n: number, otherwise: Partial<Call> = {}): Call => ({
  actor: { kind: 'agent', id: 'clerk' },
  commandId: id<CommandId>(n),
  ...otherwise,
})

/**
 * What routing asks for, each effect under a key that names it for ever.
 *
 * What follows from a decision is keyed by the decision, how a work is accepted and ends by the
 * work, and what is released by the event that called for it.
 */
import { Instant, type Effect, type Sent } from '@deskledger/kernel'
import type { Command } from './message.ts'
import type { Work } from './state.ts'

type Wish = Effect<Command>
type Wishes = ReadonlyArray<Wish>
type Data<Type extends Command['type']> = Extract<Sent<Command>, { readonly type: Type }>['data']

export const keyOf = {
  decide: (decisionId: string): string => `decide/${decisionId}`,
  reserve: (decisionId: string): string => `reserve/${decisionId}`,
  offer: (decisionId: string): string => `offer/${decisionId}`,
  lapse: (workId: string, cause: string): string => `lapse/${workId}/${cause}`,
  retry: (workId: string, cause: string): string => `retry/${workId}/${cause}`,
}

/** `seconds` after `at`; `at` itself where that is more than an instant can be. */
export const later = (at: Instant, seconds: number): Instant => {
  const then = at + seconds * 1_000
  return Instant.is(then) ? then : at
}

const send = (key: string, command: Sent<Command>): Wish => ({ type: 'Send', key, command })

const schedule = (key: string, at: Instant, command: Sent<Command>): Wish => ({
  type: 'ScheduleAt',
  key,
  at,
  command,
})

export const cancel = (key: string | undefined): Wishes =>
  key === undefined ? [] : [{ type: 'Cancel', key }]

export const request = (data: Data<'RequestWork'>): Wish =>
  send(`request/${data.workId}`, { type: 'RequestWork', data })

export const decide = (data: Data<'DecideRouting'>): Wish =>
  send(keyOf.decide(data.decisionId), { type: 'DecideRouting', data })

export const reserve = (decisionId: string, data: Data<'ReserveWork'>): Wish =>
  send(keyOf.reserve(decisionId), { type: 'ReserveWork', data })

export const offer = (decisionId: string, data: Data<'OfferWork'>): Wish =>
  send(keyOf.offer(decisionId), { type: 'OfferWork', data: { ...data, decisionId } })

export const lapse = (key: string, at: Instant, data: Data<'LapseOffer'>): Wish =>
  schedule(key, at, { type: 'LapseOffer', data })

/** Puts the work back once more. */
export const retry = (key: string, at: Instant, { workId, round }: Work): Wish =>
  schedule(key, at, { type: 'RequeueWork', data: { workId, round: round + 1 } })

export const release = (cause: string, data: Data<'ReleaseWork'>): Wish =>
  send(`release/${data.workId}/${cause}`, { type: 'ReleaseWork', data })

/** Nothing, where nobody has the work. */
export const releaseOf = (
  { workId, agentId }: Work,
  cause: string,
  reason: Data<'ReleaseWork'>['reason'],
): Wishes => (agentId === undefined ? [] : [release(cause, { agentId, workId, reason })])

/** The agent who accepted the work becomes responsible for the request, and accepts that too. */
export const entrust = (workId: string, requestId: string, agentId: string): Wishes => [
  send(`assign/${workId}`, {
    type: 'AssignResponsible',
    data: { requestId, to: { kind: 'agent', id: agentId }, how: 'routing', workId },
  }),
  send(`accept/${workId}`, { type: 'AcceptRequest', data: { requestId, agentId } }),
]

export const complete = (workId: string): Wish =>
  send(`complete/${workId}`, { type: 'CompleteWork', data: { workId } })

export const withdraw = (workId: string, reason: string): Wish =>
  send(`withdraw/${workId}`, { type: 'WithdrawWork', data: { workId, reason } })

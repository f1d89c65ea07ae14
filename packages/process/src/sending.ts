/**
 * Carrying out one effect: sent, nothing to do, refused by a rule, or parked.
 *
 * The command's id is made of the policy and the effect's key, so an effect that is carried out
 * again after a crash is the same command, and the log answers as it did at first.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  Key,
  type Actor,
  type Command,
  type CommandId,
  type Outcome,
  type Sent,
} from '@deskledger/kernel'
import { uuidOf, type Call } from '@deskledger/event-store'
import type { Cause } from './timers.ts'

/** How the rest of the house is told: to the decider that knows the command. */
export type Send<C extends Command> = (
  command: Sent<C>,
  call: Call,
) => TaskEither<{ readonly _tag: string }, { readonly events: ReadonlyArray<unknown> }>

export interface Wish<C extends Command> {
  readonly kind: Outcome['kind']
  readonly key: string
  readonly command: Sent<C>
  readonly cause: Cause
}

/** The engine is away or overrun; nothing is known of what would become of the effect. */
export interface Unreachable {
  readonly _tag: 'Unreachable'
  readonly key: string
  readonly reason: string
}

/** Failures that pass by themselves: worth waiting for, and no verdict on the effect. */
const passing: ReadonlySet<string> = new Set(['StoreUnavailable', 'OutcomeUnknown', 'Overloaded'])

/** Failures that no waiting mends: somebody must look at them. */
const broken: ReadonlySet<string> = new Set([
  'StoreClosed',
  'StoreDamaged',
  'StoreReadOnly',
  'StoreFull',
  'CommandIdReused',
  'InvalidAppend',
  'InvalidCommand',
  'UnknownCommand',
  'CannotRead',
  'InvalidDecision',
])

/** How long to wait before trying again, in milliseconds. */
const waits = [10, 50, 250, 1_000, 4_000]

/** Carries out `wish` in the name of the policy. */
export const carryOut =
  <C extends Command>(policy: string, send: Send<C>, patience: ReadonlyArray<number> = waits) =>
  async ({ kind, key, command, cause }: Wish<C>): Promise<E.Either<Unreachable, Outcome>> => {
    const actor: Actor = { kind: 'system', id: policy }
    const commandId = uuidOf(`policy/${policy}/${key}`) as CommandId
    const { id: causationId, correlationId } = cause
    const call = { actor, commandId, causationId, correlationId }
    for (let attempt = 0; ; attempt += 1) {
      const answer = await send(command, call)()
      if (E.isRight(answer))
        return E.right({ key, kind, result: answer.right.events.length > 0 ? 'sent' : 'nothing' })
      const tag = answer.left._tag
      const reason = Key.is(tag) ? tag : 'Unnamed'
      if (!passing.has(tag))
        return E.right({ key, kind, result: broken.has(tag) ? 'parked' : 'refused', reason })
      const wait = patience[attempt]
      if (wait === undefined) return E.left({ _tag: 'Unreachable', key, reason })
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

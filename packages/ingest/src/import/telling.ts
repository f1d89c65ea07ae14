/**
 * Commands sent with patience: what passes by itself is waited for, what a rule says is an answer,
 * and anything else stops the import, which can be started again.
 */
import { uuidOf } from '@deskledger/event-store'
import type { Actor, CommandId, Fact } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { Command, Send } from './port.ts'

export type Reply =
  | { readonly _tag: 'Done'; readonly events: ReadonlyArray<Fact>; readonly repeated: boolean }
  /** A rule of the desk said no; `why` is the name of its reason. */
  | { readonly _tag: 'Refused'; readonly why: string }
  /** The form of the command is not allowed, in these places. */
  | { readonly _tag: 'Invalid'; readonly paths: ReadonlyArray<string> }

/** Everything that was acknowledged is safe; the same import, started again, goes on from there. */
export interface Stopped {
  readonly _tag: 'Stopped'
  /** What was asked of the desk when it could not answer. */
  readonly asked: string
  /** The name of its reason. */
  readonly why: string
}

/** Sends a command under a key that names it within the import for ever. */
export type Tell = (command: Command, key: string) => Promise<E.Either<Stopped, Reply>>

export interface TellSettings {
  readonly send: Send
  readonly actor: Actor
  readonly batchId: string
  /** Milliseconds before each further try; the last one repeats while the desk is overloaded. */
  readonly patience?: ReadonlyArray<number> | undefined
}

const passing: ReadonlySet<string> = new Set(['Overloaded', 'StoreUnavailable', 'OutcomeUnknown'])
const stopping: ReadonlySet<string> = new Set([
  'StoreClosed',
  'StoreDamaged',
  'StoreReadOnly',
  'StoreFull',
  'CommandIdReused',
  'InvalidAppend',
  'UnknownCommand',
  'CannotRead',
  'InvalidDecision',
])
const waits = [10, 50, 250, 1_000, 4_000]

export const telling = ({ send, actor, batchId, patience = waits }: TellSettings): Tell => {
  return async (command, key) => {
    const commandId = uuidOf(`import/${batchId}/${key}`) as CommandId
    const call = { actor, commandId, correlationId: batchId }
    for (let attempt = 0; ; attempt += 1) {
      const answer = await send(command, call)()
      if (E.isRight(answer)) {
        const { events, repeated } = answer.right
        return E.right({ _tag: 'Done', events, repeated })
      }
      const { _tag } = answer.left
      if (!passing.has(_tag)) return replyOf(command.type, answer.left)
      const wait = patience[attempt] ?? (_tag === 'Overloaded' ? patience.at(-1) : undefined)
      if (wait === undefined) return E.left({ _tag: 'Stopped', asked: command.type, why: _tag })
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** Why a reply that has to be granted is not, if it is not. */
export const notGranted = (asked: string, reply: Reply): Stopped | undefined => {
  if (reply._tag === 'Done') return undefined
  return { _tag: 'Stopped', asked, why: reply._tag === 'Refused' ? reply.why : 'InvalidCommand' }
}

const replyOf = (asked: string, left: { readonly _tag: string }): E.Either<Stopped, Reply> => {
  if (stopping.has(left._tag)) return E.left({ _tag: 'Stopped', asked, why: left._tag })
  if (left._tag === 'InvalidCommand') return E.right({ _tag: 'Invalid', paths: pathsOf(left) })
  return E.right({ _tag: 'Refused', why: left._tag })
}

const pathsOf = (left: object): ReadonlyArray<string> => {
  if (!('issues' in left) || !Array.isArray(left.issues)) return []
  return left.issues.map((issue: { readonly path?: unknown }) => String(issue.path))
}

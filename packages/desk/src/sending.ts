/**
 * Commands to the deciders that know them.
 */
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Fact, Instant } from '@deskledger/kernel'
import {
  handle,
  type Call,
  type EventStore,
  type Handled,
  type SnapshotSettings,
} from '@deskledger/event-store'
import { nearest } from './nearest.ts'
import type { AnyDecider, Facts } from './module.ts'

/** A command as anyone may send it; nothing has looked at it yet. */
export interface AnySent {
  readonly type: string
  readonly data: unknown
  readonly at?: number
}

/** No module of this desk knows the command. */
export interface UnknownCommand {
  readonly _tag: 'UnknownCommand'
  readonly type: string
  readonly known: ReadonlyArray<string>
  readonly didYouMean?: string
}

export type AnySend = (
  command: AnySent,
  call: Call,
) => TE.TaskEither<{ readonly _tag: string }, Handled<Fact>>

interface SendingSettings {
  readonly clock: () => Instant
  readonly fingerprint: (command: { readonly type: string; readonly data: unknown }) => string
  readonly snapshots?: SnapshotSettings
}

/** Throws where two deciders know the same command: a bug of whoever put the modules together. */
export const sending = (
  deciders: ReadonlyArray<AnyDecider>,
  store: EventStore,
  settings: SendingSettings,
): AnySend => {
  const routes = new Map<string, AnySend>()
  for (const decider of deciders) {
    const send = handle(decider as never, store, {
      ...settings,
      ...(decider.facts === undefined ? {} : { facts: lookingUp(decider.facts) as never }),
    }) as AnySend
    for (const type of Object.keys(decider.commands)) {
      if (routes.has(type)) throw new Error(`two deciders know the command ${type}`)
      routes.set(type, send)
    }
  }
  const known = [...routes.keys()]
  return (command, call) => {
    const route = routes.get(command.type)
    if (route !== undefined) return route(command, call)
    return TE.left(unknownCommand(command.type, known))
  }
}

const lookingUp =
  (facts: Facts) =>
  (command: never, state: never): TE.TaskEither<{ readonly _tag: string }, unknown> =>
    TE.fromEither(facts(command, state))

const unknownCommand = (type: string, known: ReadonlyArray<string>): UnknownCommand => {
  const didYouMean = nearest(type, known)
  return {
    _tag: 'UnknownCommand',
    type,
    known,
    ...(didYouMean === undefined ? {} : { didYouMean }),
  }
}

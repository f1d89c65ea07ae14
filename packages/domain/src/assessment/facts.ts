/**
 * What the rules of an assessment need to know of the house, looked up for each command.
 */
import type { Decoded } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import {
  newest,
  recorded,
  type House,
  type Instrument,
  type UnknownDefinition,
} from '../definitions.ts'
import type { Command } from './commands.ts'
import { isInvited, type State } from './state.ts'

export interface Facts {
  readonly instrument?: Instrument
}

/** Looks up what a command needs, when the state that it meets is known. */
export interface LookUp {
  (command: Decoded<Command>, state: State): E.Either<UnknownDefinition, Facts>
}

/** The newest version of the instrument for what begins, the recorded one for what was asked. */
export const facts =
  ({ instruments }: House): LookUp =>
  (command, state) => {
    if (command.type === 'DeclineAssessment' || command.type === 'ExpireAssessment')
      return E.right({})
    const key = isInvited(state) ? state.instrument.key : command.data.instrument
    const found = isInvited(state)
      ? recorded(instruments, state.instrument)
      : newest(instruments, key)
    if (O.isSome(found)) return E.right({ instrument: found.value })
    const known = instruments.map(({ def }) => def.key)
    return E.left({ _tag: 'UnknownDefinition', kind: 'instrument', key, known })
  }

/**
 * What the rules of a request need to know of the house, looked up for each command.
 */
import type { Decoded } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import {
  newest,
  recorded,
  type CaseType,
  type House,
  type PriorityMatrix,
  type UnknownDefinition,
} from '../definitions.ts'
import type { Command } from './commands.ts'
import { isOpened, type State } from './state.ts'

export interface Facts {
  readonly caseType?: CaseType
  readonly matrix?: PriorityMatrix
}

/** Looks up what a command needs, when the state that it meets is known. */
export interface LookUp {
  (command: Decoded<Command>, state: State): E.Either<UnknownDefinition, Facts>
}

/**
 * The newest version of the case type for a request to be opened, the recorded one for one that is.
 * A command that is refused for the status alone needs to know nothing.
 */
export const facts =
  ({ caseTypes, priorities }: House): LookUp =>
  (command, state) => {
    if (command.type === 'ClassifyRequest') return E.right({ matrix: priorities })
    if (command.type === 'OpenRequest') {
      const { caseType } = command.data
      return known(caseTypes, caseType, newest(caseTypes, caseType))
    }
    if (command.type !== 'EnterStage' && command.type !== 'ReopenRequest') return E.right({})
    if (!isOpened(state)) return E.right({})
    const { caseType } = state.file
    return known(caseTypes, caseType.key, recorded(caseTypes, caseType))
  }

const known = (
  all: ReadonlyArray<CaseType>,
  key: string,
  found: O.Option<CaseType>,
): E.Either<UnknownDefinition, Facts> => {
  if (O.isSome(found)) return E.right({ caseType: found.value })
  const keys = all.map(({ def }) => def.key)
  return E.left({ _tag: 'UnknownDefinition', kind: 'caseType', key, known: keys })
}

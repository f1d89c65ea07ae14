/**
 * The rules of an import: begun once, completed as often as its counts change, withdrawn for good.
 */
import {
  already,
  asking,
  granted,
  refused,
  type CommandOf,
  type Decision,
} from '@deskledger/kernel'
import * as N from 'fp-ts/lib/number.js'
import * as R from 'fp-ts/lib/Record.js'
import * as Events from './events.ts'
import type { State } from './state.ts'

export const commands = {
  StartImport: asking(Events.ImportStarted),
  CompleteImport: asking(Events.ImportCompleted),
  WithdrawImport: asking(Events.ImportWithdrawalStarted),
  CompleteWithdrawal: asking(Events.ImportWithdrawn),
}
export type Command = CommandOf<typeof commands>

export type Rejection =
  | { readonly _tag: 'NotImported' }
  /** It is being taken back: that has to be finished first. */
  | { readonly _tag: 'WithdrawalUnfinished' }
  /** It was taken back for good; the same file is imported again as a new import. */
  | { readonly _tag: 'ImportIsWithdrawn' }
  /** Nobody asked for it to be taken back. */
  | { readonly _tag: 'NotWithdrawing' }

type Answer = Decision<Rejection, Events.Event>
type Of<Type extends Command['type']> = Extract<Command, { readonly type: Type }>

const start = ({ data, at, actor: by }: Of<'StartImport'>, { status }: State): Answer =>
  status === 'unknown' ? granted({ type: 'ImportStarted', data: { ...data, by, at } }) : already

const sameCounts = R.getEq(N.Eq).equals

const complete = ({ data, at }: Of<'CompleteImport'>, state: State): Answer => {
  if (state.status === 'completed' && sameCounts({ ...state.counts }, { ...data.counts }))
    return already
  return granted({ type: 'ImportCompleted', data: { ...data, at } })
}

const withdraw = ({ data, at, actor: by }: Of<'WithdrawImport'>, { status }: State): Answer => {
  if (status === 'withdrawing' || status === 'withdrawn') return already
  return granted({ type: 'ImportWithdrawalStarted', data: { ...data, by, at } })
}

const completeWithdrawal = ({ data, at }: Of<'CompleteWithdrawal'>, { status }: State): Answer => {
  if (status === 'withdrawn') return already
  if (status !== 'withdrawing') return refused({ _tag: 'NotWithdrawing' })
  return granted({ type: 'ImportWithdrawn', data: { ...data, at } })
}

/** What is being taken back, or was, is neither begun nor completed any more. */
const gone = ({ status }: State): Rejection | undefined => {
  if (status === 'withdrawing') return { _tag: 'WithdrawalUnfinished' }
  return status === 'withdrawn' ? { _tag: 'ImportIsWithdrawn' } : undefined
}

export const decide = (command: Command, state: State): Answer => {
  if (command.type === 'StartImport' || command.type === 'CompleteImport') {
    const flaw = gone(state)
    if (flaw !== undefined) return refused(flaw)
  }
  if (command.type === 'StartImport') return start(command, state)
  if (state.status === 'unknown') return refused({ _tag: 'NotImported' })
  switch (command.type) {
    case 'CompleteImport':
      return complete(command, state)
    case 'WithdrawImport':
      return withdraw(command, state)
    case 'CompleteWithdrawal':
      return completeWithdrawal(command, state)
  }
}

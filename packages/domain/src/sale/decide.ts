/**
 * The rules of a sale: it is opened, has lines, is quoted, and becomes an order or is lost.
 */
import { already, granted, refused } from '@deskledger/kernel'
import { wrongStatus, type Answer, type Command, type Of } from './commands.ts'
import * as Lines from './lines.ts'
import * as Quote from './quote.ts'
import { isChangeable, type State } from './state.ts'

const open = ({ data, at }: Of<'OpenSale'>, state: State): Answer => {
  if (state.status !== 'unknown') return refused({ _tag: 'AlreadyOpened' })
  if (data.origin === 'request' && data.requestId === undefined)
    return refused({ _tag: 'RequestMissing' })
  return granted({ type: 'SaleOpened', data: { ...data, at } })
}

const cancel = ({ data, at }: Of<'CancelOrder'>, state: State): Answer => {
  if (state.status === 'cancelled') return already
  if (state.status !== 'ordered') return wrongStatus(state)
  return granted({ type: 'OrderCancelled', data: { ...data, at } })
}

export const decide = (command: Command, state: State): Answer => {
  if (command.type === 'OpenSale') return open(command, state)
  if (state.status === 'unknown') return refused({ _tag: 'NotOpened' })
  switch (command.type) {
    case 'AddLine':
      return isChangeable(state) ? Lines.addLine(command, state) : wrongStatus(state)
    case 'ChangeLine':
      return isChangeable(state) ? Lines.changeLine(command, state) : wrongStatus(state)
    case 'RemoveLine':
      return isChangeable(state) ? Lines.removeLine(command, state) : wrongStatus(state)
    case 'IssueQuote':
      return Quote.issue(command, state)
    case 'AcceptQuote':
      return Quote.accept(command, state)
    case 'DeclineQuote':
      return Quote.decline(command, state)
    case 'LapseQuote':
      return Quote.lapse(command, state)
    case 'PlaceOrder':
      return Quote.order(command, state)
    case 'CancelOrder':
      return cancel(command, state)
  }
}

/**
 * The rules of an interaction: one begins it, then live rules or those of a message apply.
 */
import { already, granted, refused } from '@deskledger/kernel'
import { wrongStatus, type Answer, type Command, type Of } from './commands.ts'
import * as Live from './live.ts'
import type { State } from './state.ts'

const begin = (command: Command): Answer => {
  const { at } = command
  if (command.type === 'StartInteraction')
    return granted({ type: 'InteractionStarted', data: { ...command.data, at } })
  if (command.type === 'ReceiveMessage')
    return granted({ type: 'MessageReceived', data: { ...command.data, at } })
  if (command.type === 'SendMessage')
    return granted({ type: 'MessageSent', data: { ...command.data, at } })
  return refused({ _tag: 'NotBegun' })
}

/** What became of a message is told once, and the first word counts. */
const deliver = ({ data, at }: Of<'ConfirmDelivery'>, state: State): Answer => {
  if (state.status === 'delivered') return already
  if (state.status !== 'sent') return wrongStatus(state)
  return granted({ type: 'MessageDelivered', data: { ...data, at } })
}

const fail = ({ data, at }: Of<'ReportFailure'>, state: State): Answer => {
  if (state.status === 'failed') return already
  if (state.status !== 'sent') return wrongStatus(state)
  return granted({ type: 'MessageFailed', data: { ...data, at } })
}

/** At any time, also afterwards. Somebody else, or a better proof, replaces what was known. */
const identify = ({ data, at }: Of<'IdentifyCaller'>, { about }: Begun): Answer => {
  const { partyId, how, confidence } = data
  const { identified: before } = about
  const isSame = partyId === before?.partyId
  const isGuess = confidence === 'probable' && before?.confidence === 'known'
  if (isGuess && !isSame) return refused({ _tag: 'KnownAlready', partyId: before.partyId })
  if (isGuess || (isSame && how === before.how && confidence === before.confidence)) return already
  return granted({ type: 'CallerIdentified', data: { ...data, at } })
}
type Begun = Exclude<State, { readonly status: 'unknown' }>

export const decide = (command: Command, state: State): Answer => {
  if (state.status === 'unknown') return begin(command)
  switch (command.type) {
    case 'StartInteraction':
    case 'ReceiveMessage':
    case 'SendMessage':
      return refused({ _tag: 'AlreadyBegun' })
    case 'QueueInteraction':
      return Live.queue(command, state)
    case 'OfferInteraction':
      return Live.offer(command, state)
    case 'AnswerInteraction':
      return Live.answer(command, state)
    case 'HoldInteraction':
      return Live.hold(command, state)
    case 'RetrieveInteraction':
      return Live.retrieve(command, state)
    case 'TransferInteraction':
      return Live.transfer(command, state)
    case 'AbandonInteraction':
      return Live.abandon(command, state)
    case 'EndInteraction':
      return Live.end(command, state)
    case 'CompleteWrapUp':
      return Live.wrapUp(command, state)
    case 'ConfirmDelivery':
      return deliver(command, state)
    case 'ReportFailure':
      return fail(command, state)
    case 'IdentifyCaller':
      return identify(command, state)
  }
}

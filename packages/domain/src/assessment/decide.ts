/**
 * The rules of an assessment: it is asked for or not, then scored, declined or left to expire.
 */
import { already, granted, refused } from '@deskledger/kernel'
import { wrongStatus, type Answer, type Command, type Of } from './commands.ts'
import { score } from './score.ts'
import { namesOtherRequest, whoseOf, type State } from './state.ts'

const invite = ({ data, at, actor, facts }: Of<'InviteAssessment'>, state: State): Answer => {
  const { subject, expiresAt } = data
  if (state.status !== 'unknown') return refused({ _tag: 'AlreadyBegun', status: state.status })
  if (namesOtherRequest(data)) return refused({ _tag: 'OtherRequest', requestId: subject.id })
  if (expiresAt !== undefined && expiresAt <= at)
    return refused({ _tag: 'ExpiresAtOnce', expiresAt })
  const { def: instrument } = facts.instrument
  return granted({
    type: 'AssessmentInvited',
    data: { ...data, ...whoseOf(data), instrument, by: actor, at },
  })
}

const decline = ({ data, at }: Of<'DeclineAssessment'>, state: State): Answer => {
  if (state.status === 'declined') return already
  if (state.status !== 'invited') return wrongStatus(state)
  return granted({ type: 'AssessmentDeclined', data: { ...data, at } })
}

const expire = ({ data, at }: Of<'ExpireAssessment'>, state: State): Answer => {
  if (state.status === 'expired') return already
  if (state.status !== 'invited') return wrongStatus(state)
  const { expiresAt } = state
  if (expiresAt === undefined) return refused({ _tag: 'NeverExpires' })
  if (at < expiresAt) return refused({ _tag: 'StillOpen', expiresAt })
  return granted({ type: 'AssessmentExpired', data: { ...data, at } })
}

export const decide = (command: Command, state: State): Answer => {
  switch (command.type) {
    case 'InviteAssessment':
      return invite(command, state)
    case 'ScoreSatisfaction':
      return score(command, state)
    case 'DeclineAssessment':
      return decline(command, state)
    case 'ExpireAssessment':
      return expire(command, state)
  }
}

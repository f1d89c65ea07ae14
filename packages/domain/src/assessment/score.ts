/**
 * The rules of scoring: once, of what was asked about, in time, and by somebody else.
 */
import * as E from 'fp-ts/lib/Either.js'
import { granted, refused, type Actor } from '@deskledger/kernel'
import { wrongStatus, type Answer, type Of } from './commands.ts'
import type { Score } from './events.ts'
import { overallOf, scoresOf } from './scoring.ts'
import {
  isInvited,
  namesOtherRequest,
  whoseOf,
  type Invited,
  type State,
  type Whose,
} from './state.ts'

type Scoring = Of<'ScoreSatisfaction'>

export const score = (command: Scoring, state: State): Answer => {
  if (state.status === 'scored') return refused({ _tag: 'AlreadyScored' })
  const { data } = command
  if (namesOtherRequest(data)) return refused({ _tag: 'OtherRequest', requestId: data.subject.id })
  if (state.status === 'unknown') return scoreOf(whoseOf(data), command)
  return isInvited(state) ? scoreInvited(command, state) : wrongStatus(state)
}

/** What the invitation said counts. An answer is in time if it was collected in time. */
const scoreInvited = (command: Scoring, invited: Invited): Answer => {
  const { data, at } = command
  const { subject, instrument, expiresAt, whose } = invited
  const { collectedAt = at } = data
  const isAsked = data.subject.kind === subject.kind && data.subject.id === subject.id
  if (!isAsked || data.instrument !== instrument.key)
    return refused({ _tag: 'NotAsInvited', subject, instrument: instrument.key })
  if (expiresAt !== undefined && collectedAt >= expiresAt)
    return refused({ _tag: 'Expired', expiresAt })
  return scoreOf({ ...whoseOf(data), ...whose }, command)
}

const scoreOf = (whose: Whose, { data, at, actor, facts: { instrument } }: Scoring): Answer => {
  const { collectedAt = at, expectation } = data
  if (collectedAt > at) return refused({ _tag: 'CollectedLater', collectedAt })
  if (isBy(actor, whose.agentId)) return refused({ _tag: 'OwnService' })
  const scored = scoresOf(instrument, data.scores)
  if (E.isLeft(scored)) return scored
  const { right: scores } = scored
  if (expectation !== undefined && !isWithin(scores, expectation))
    return refused({ _tag: 'ExpectationOffScale' })
  const overallHundredths = overallOf(scores)
  const decided = { instrument: instrument.def, scores, overallHundredths, collectedAt }
  return granted({
    type: 'SatisfactionScored',
    data: { ...data, ...whose, ...decided, enteredBy: actor, at },
  })
}

/** Whether it is the agent, or somebody in the agent's name, who acts. */
const isBy = ({ id, onBehalfOf }: Actor, agentId: string | undefined): boolean =>
  agentId !== undefined && (id === agentId || onBehalfOf === agentId)

const isWithin = (scores: ReadonlyArray<Score>, value: number): boolean =>
  scores.some(({ scaleMin }) => scaleMin <= value) &&
  scores.some(({ scaleMax }) => value <= scaleMax)

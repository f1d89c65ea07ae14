/**
 * Marks that a row holds become an assessment of its request: one for each instrument of the house.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Flaw } from '../file/flaw.ts'
import type { Score, SourceEvent } from '../map/source-event.ts'
import type { Identities } from './identity.ts'
import type { Scratch } from './scratch.ts'
import type { Counting } from './tally.ts'
import type { Stopped, Tell } from './telling.ts'

export interface Scored {
  readonly event: SourceEvent
  readonly requestId: string
  readonly partyId: string | undefined
}

export type Scoring = (scored: Scored) => Promise<E.Either<Stopped, void>>

interface ScoringSettings {
  readonly ids: Identities
  readonly scratch: Scratch
  readonly tell: Tell
  readonly batchId: string
  readonly counting: Counting
  readonly setAside: (line: number, flaw: Flaw) => void
}

export const scoringBy = (settings: ScoringSettings): Scoring => {
  const { ids, scratch, tell, batchId, counting, setAside } = settings

  const score = async (
    { event, requestId, partyId }: Scored,
    instrument: string,
    marks: ReadonlyArray<Score>,
  ): Promise<E.Either<Stopped, void>> => {
    const assessmentId = ids.assessment(requestId, instrument)
    const mode = marks[0]?.mode ?? 'surveyorBatch'
    if (!scratch.isFirst(assessmentId)) return E.right(undefined)
    const scores = marks.map(({ dimension, value }) => ({ dimension, value }))
    const subject = { kind: 'request', id: requestId } as const
    const whose = partyId === undefined ? { requestId } : { requestId, partyId }
    const what = { assessmentId, subject, instrument, mode, scores, batchId }
    const data = { ...what, ...whose, collectedAt: event.at }
    const reply = await tell({ type: 'ScoreSatisfaction', data }, `score/${assessmentId}`)
    if (E.isLeft(reply)) return reply
    if (reply.right._tag === 'Done') counting.tallies.scores += 1
    else {
      const why = reply.right._tag === 'Refused' ? reply.right.why : 'Invalid'
      if (why !== 'AlreadyScored') setAside(event.line, { _tag: 'ScoreRefused', instrument, why })
    }
    return E.right(undefined)
  }

  return async (scored) => {
    const { scores } = scored.event
    for (const instrument of new Set(scores.map((mark) => mark.instrument))) {
      const marks = scores.filter((mark) => mark.instrument === instrument)
      const done = await score(scored, instrument, marks)
      if (E.isLeft(done)) return done
    }
    return E.right(undefined)
  }
}

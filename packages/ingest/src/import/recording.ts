/**
 * One event of another system becomes facts of the desk: its request is opened, and the activity is
 * recorded, exactly once.
 *
 * What the request already holds is not asked for again. An activity that comes late, with others
 * after it in the log, says nothing of whose the request is now.
 */
import type { Fact } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { Flaw } from '../file/flaw.ts'
import type { SourceEvent } from '../map/source-event.ts'
import type { Case, Cases } from './cases.ts'
import { attributesOfActivity, opening, recordingOf } from './commands.ts'
import type { Named } from './people.ts'
import type { Scoring } from './scoring.ts'
import type { Scratch, Standing } from './scratch.ts'
import type { Counting } from './tally.ts'
import { notGranted, type Reply, type Stopped, type Tell } from './telling.ts'

/** An event in its place in the file. */
export interface Told {
  readonly event: SourceEvent
  readonly found: Case
  /** The first event of its case in the file. */
  readonly isFirst: boolean
  readonly place: number
  readonly sourceId: string
  /** Whom it names, once they are met. */
  readonly named: Promise<E.Either<Stopped, Named>>
}

export interface RecordSettings {
  readonly source: string
  readonly batchId: string
  readonly cases: Cases
  readonly scratch: Scratch
  readonly scoring: Scoring
  readonly tell: Tell
  readonly counting: Counting
  readonly setAside: (line: number, flaw: Flaw) => void
}

type Done = E.Either<Stopped, void>
const done: Done = E.right(undefined)

/** Resolves when the event is in the log, or known not to belong there. */
export type Recording = (told: Told) => Promise<E.Either<Stopped, void>>

export const recording = (settings: RecordSettings): Recording => {
  const { source, batchId, cases, scratch, scoring, tell, setAside } = settings
  const { tallies, deviations } = settings.counting

  /** Looks at the request of a case that is met for the first time, and opens it if it is not. */
  const settle = async (
    { event, found }: Told,
    named: Named,
  ): Promise<E.Either<Stopped, Standing>> => {
    const looked = await cases.look(found)
    if (E.isLeft(looked)) return looked
    const { opened } = looked.right
    if (opened === 'byThis') tallies.requests += 1
    if (opened !== 'not') return looked
    const { requestId } = found
    const command = opening(event, named, { requestId, source, batchId })
    const reply = await tell(command, `open/${requestId}`)
    if (E.isLeft(reply)) return reply
    if (isOpenedMeanwhile(reply.right)) return looked
    tallies.requests += 1
    tallies.requestsOpened += 1
    const stopped = notGranted('OpenRequest', reply.right)
    return stopped === undefined ? looked : E.left(stopped)
  }

  /** What an earlier run of this import brought is compared like what it brings now. */
  const isKnown = (told: Told, named: Named, standing: Standing): boolean => {
    const { found, sourceId, place } = told
    if (!standing.holds) return false
    if (standing.compares) scratch.file(found.no, sourceId, place)
    const holder = scratch.holder(found.no, sourceId)
    if (holder === 'own') compare(told, named, standing)
    if (holder === 'own') tallies.resumed += 1
    if (holder === 'other') tallies.known += 1
    return holder !== 'none'
  }

  const compare = ({ event, found }: Told, { agentId }: Named, { compares }: Standing): void => {
    const { activity, at } = event
    const like = { activity, at, resource: agentId }
    if (compares && scratch.holdsAlike(found.no, like)) scratch.double(found.no, like)
  }

  const record = async (told: Told, named: Named, standing: Standing): Promise<Done> => {
    const { event, found, isFirst, sourceId } = told
    const { requestId } = found
    const attributes = attributesOfActivity(event, isFirst)
    const command = recordingOf(event, named, {
      requestId,
      sourceId,
      batchId,
      attributes,
      standing: event.at < standing.latest ? 'late' : 'asOfNow',
    })
    const reply = await tell(command, `activity/${sourceId}`)
    if (E.isLeft(reply)) return reply
    if (reply.right._tag !== 'Done') return refuse(event, reply.right)
    for (const flaw of [...event.flaws, ...attributes.flaws]) setAside(event.line, flaw)
    const { events } = reply.right
    if (events.length === 0) tallies.known += 1
    else {
      compare(told, named, standing)
      count(event, events)
    }
    return event.scores.length === 0 ? done : scoring({ event, requestId, partyId: named.partyId })
  }

  const refuse = (
    { line }: SourceEvent,
    reply: Exclude<Reply, { readonly _tag: 'Done' }>,
  ): Done => {
    const paths = reply._tag === 'Invalid' ? reply.paths : [reply.why]
    setAside(line, { _tag: 'NotAccepted', paths })
    return done
  }

  const count = ({ moves }: SourceEvent, events: ReadonlyArray<Fact>): void => {
    tallies.recorded += 1
    for (const { data } of events) {
      const status = deviationIn(data)
      if (status !== undefined) deviations.add(`${String(moves)}/${status}`)
    }
  }

  return async (told) => {
    const named = await told.named
    if (E.isLeft(named)) return named
    const known = cases.standing(told.found)
    const standing = known === undefined ? await settle(told, named.right) : E.right(known)
    if (E.isLeft(standing)) return standing
    if (isKnown(told, named.right, standing.right)) return done
    return record(told, named.right, standing.right)
  }
}

/** Another import brings the same case at the same time, and was quicker. */
const isOpenedMeanwhile = (reply: Reply): boolean =>
  reply._tag === 'Refused' && reply.why === 'WrongStatus'

const deviationIn = (data: unknown): string | undefined =>
  typeof data === 'object' && data !== null && 'deviation' in data
    ? String(data.deviation)
    : undefined

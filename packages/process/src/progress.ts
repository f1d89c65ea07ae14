/**
 * How far a policy has come, as the log tells it.
 */
import * as E from 'fp-ts/lib/Either.js'
import {
  policyEvents,
  progressOf,
  type CommandId,
  type EffectsDone,
  type Instant,
  type Outcome,
} from '@deskledger/kernel'
import {
  exactly,
  fingerprintOf,
  toStoreError,
  uuidOf,
  type AppendError,
  type EventStore,
  type StoreError,
} from '@deskledger/event-store'

/** What was dealt with in one go, after everything up to `upTo` had been heard. */
export interface Mark {
  readonly upTo: number
  readonly outcomes: ReadonlyArray<Outcome>
}

export interface Progress {
  readonly marks: ReadonlyArray<Mark>
  /** The last revision of the stream of progress; −1 if nothing was ever done. */
  readonly revision: number
}

/** The marks of a policy after the revision `after`, oldest first. */
export const readProgress = async (
  store: EventStore,
  policy: { readonly name: string },
  after = -1,
): Promise<E.Either<StoreError, Progress>> => {
  const marks: Array<Mark> = []
  let revision = after
  try {
    for await (const page of store.readStream(progressOf(policy), after + 1))
      for (const stored of page.events) {
        const data = policyEvents.dataOf(stored)
        if (E.isLeft(data)) return E.left({ _tag: 'StoreDamaged', cause: data.left })
        marks.push(data.right)
        revision = stored.revision
      }
    return E.right({ marks, revision })
  } catch (caught) {
    return E.left(toStoreError(caught))
  }
}

/**
 * Records a mark after `revision`; a conflict means that another runner of the policy is ahead.
 *
 * The id of its command, and so of its event, follows from what was dealt with and not from positions,
 * which differ from one log to another: what policies make of a mark is the same on each of them.
 */
export const writeMark = async (
  store: EventStore,
  policy: { readonly name: string; readonly version: number },
  revision: number,
  { upTo, outcomes }: Mark,
  at: Instant,
): Promise<E.Either<AppendError, number>> => {
  const { name, version } = policy
  const data: EffectsDone['data'] = { policy: name, version, upTo, outcomes, at }
  const stored = policyEvents.encode({ type: 'EffectsDone', data })
  if (E.isLeft(stored)) return E.left({ _tag: 'StoreDamaged', cause: stored.left })
  const stream = progressOf(policy)
  const keys = outcomes.map(({ key }) => key).join(' ')
  const commandId = uuidOf(`${stream}/${revision + 1}/${at}/${keys}`) as CommandId
  const appended = await store.append({
    stream,
    expected: exactly(revision),
    events: [{ ...stored.right, occurredAt: at, concerns: [] }],
    commandId,
    fingerprint: fingerprintOf({ type: 'EffectsDone', data }),
    actor: { kind: 'system', id: name },
  })()
  if (E.isRight(appended)) return E.right(appended.right.lastRevision)
  return E.left(rivalled(appended.left, revision))
}

/** A mark of the same effects that says something else is another runner's. */
const rivalled = (error: AppendError, revision: number): AppendError =>
  error._tag === 'CommandIdReused'
    ? { _tag: 'Conflict', stream: error.stream, expected: exactly(revision), actual: revision + 1 }
    : error

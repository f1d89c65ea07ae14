/**
 * The read models as they were, told by two clocks that must not be mixed up.
 *
 * `recorded`: what the desk knew when its log stood at a position; that is what people saw then.
 * `occurred`: what had happened by an instant, as far as it is known by now, in the order in which it
 * was recorded; facts that were recorded late are in it. Data of a person who has been erased since
 * is in neither.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  asOf,
  type Digests,
  type ProjectionError,
  type ReadModelSettings,
} from '@deskledger/projection'
import { happenedBy } from './sifting.ts'

export type Moment =
  /** Everything up to this position of the log, included. */
  | { readonly by: 'recorded'; readonly position: number }
  /** Everything that happened up to this instant, included. */
  | { readonly by: 'occurred'; readonly instant: number }

export interface Replay {
  readonly moment: Moment
  /** Where to keep the read models; nowhere unless told. */
  readonly file?: string
}

export interface Replayed {
  /** How far the log was read. */
  readonly position: number
  readonly digests: Digests
}

/** A database of SQLite's own that is gone when it is closed; it may grow beyond memory. */
export const nowhere = ''

export const replay =
  (
    settings: ReadModelSettings,
    { moment, file = nowhere }: Replay,
  ): TaskEither<ProjectionError, Replayed> =>
  async () => {
    const head = await settings.store.head()()
    if (E.isLeft(head)) return head
    const position = moment.by === 'recorded' ? Math.min(moment.position, head.right) : head.right
    const folded = await asOf(asKnown(settings, moment), { position, file })()
    if (E.isLeft(folded)) return folded
    const tables = settings.projectors.flatMap((projector) => projector.tables)
    const digests = folded.right.digest(tables)
    folded.right.close()
    return E.isLeft(digests) ? digests : E.right({ position, digests: digests.right })
  }

const asKnown = (settings: ReadModelSettings, moment: Moment): ReadModelSettings =>
  moment.by === 'recorded'
    ? settings
    : { ...settings, store: happenedBy(settings.store, moment.instant) }

/**
 * What every projection does, wherever its read model is kept: runs, catches up, is waited for,
 * keeps track of what runs, and closes once all of it has ended.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { waking, type Page } from '@deskledger/event-store'
import type { Answer } from './beside.ts'
import type { Checkpoint } from './checkpoint.ts'
import { planOf, type Plan } from './engine/plan.ts'
import type { NotReached, ProjectionError, StillRead } from './errors.ts'
import { fingerprintOf } from './fingerprint.ts'
import { patiently, type Following } from './following.ts'
import type { KnownStore } from './knowing.ts'
import { reader } from './reading.ts'
import { follows, type Current, type Goal, type Session } from './session.ts'
import type { Progress, ReadModelSettings } from './settings.ts'
import { waitFor, type Waiting } from './waiting.ts'
import type { Eventually, WritableViews } from './writable.ts'

export interface Projection {
  /** Catches up and follows, until the signal aborts or the projection is closed. */
  readonly run: (until?: { readonly signal?: AbortSignal }) => TaskEither<ProjectionError, void>
  /** Catches up with the log as it is now; if another process does, waits for it. */
  readonly catchUp: () => TaskEither<ProjectionError, Checkpoint>
  /** Waits until everything up to `position` is folded; for 10,000 ms unless told. */
  readonly waitFor: (
    position: number,
    patienceMs?: number,
  ) => TaskEither<ProjectionError | NotReached, Checkpoint>
  /** Folds the whole log into a new file and puts it in the place of this one. */
  readonly rebuild: () => TaskEither<ProjectionError, Checkpoint>
  /**
   * Makes sure that nothing erased is left in the file or beside it. Waits for readers of an older
   * state, for 10,000 ms unless told.
   */
  readonly scrub: (patienceMs?: number) => TaskEither<ProjectionError | StillRead, void>
  /** Where the read model stands. */
  readonly checkpoint: () => TaskEither<ProjectionError, Checkpoint>
  /** Whether this process is the one that writes the read model now. */
  readonly leads: () => boolean
  /** Ends what runs, lets go of the lease, closes the file. */
  readonly close: Task<void>
}

export interface ProjectingSettings extends ReadModelSettings {
  readonly leaseMs: number
  readonly log?: string
  readonly onProgress?: (progress: Progress) => void
}

/** What a place for a read model is given. */
export interface Site {
  readonly store: KnownStore
  readonly plan: Plan
  readonly fingerprint: string
  readonly leaseMs: number
  /** How to build a read model there. */
  readonly building: Omit<Following, 'file'>
  /** All pages from a position to the head of the log. */
  readonly pages: (after: number) => AsyncIterable<Page>
  /** Says that the read model may have come further. */
  readonly wake: () => void
}

/** Where a read model is kept. */
export interface Place {
  /** As errors name it. */
  readonly name: string
  readonly current: Current
  /** The read model if it is open. */
  readonly open: () => WritableViews | undefined
  readonly leads: () => boolean
  readonly scrub: (patienceMs: number) => Promise<E.Either<ProjectionError | StillRead, void>>
  readonly lookEveryMs: () => number
  readonly close: () => Eventually<void>
}

export const projecting = (
  settings: ProjectingSettings,
  placeAt: (site: Site) => Place,
): Projection => {
  const { store, projectors, registry, leaseMs, batchSize = 1_000, onProgress } = settings
  const plan = planOf(projectors, settings)
  const types = plan.types && [...plan.types]
  const from = (after: number) => ({
    after,
    isLate: true,
    ...(types === undefined ? {} : { types }),
  })
  const closing = new AbortController()
  const news = waking()
  const running = new Set<Promise<unknown>>()
  let failure: ProjectionError | undefined

  const isOpen = (): boolean => !closing.signal.aborted
  const read = reader(plan, registry, settings.onUndecodable ?? 'fail')
  const told = (phase: Progress['phase']) => (position: number, events: number) => {
    news.wake()
    onProgress?.({ phase, position, events })
  }
  const following = (phase: Progress['phase']) => ({
    store,
    read,
    batchSize,
    isOpen,
    onFolded: told(phase),
  })
  const toHead: Goal['pages'] = (after) => store.readAll(from(after))
  const place = placeAt({
    store,
    plan,
    fingerprint: fingerprintOf(projectors, settings.log),
    leaseMs,
    building: following('rebuild'),
    pages: toHead,
    wake: news.wake,
  })
  const { name: file, current } = place
  const session: Session = {
    store,
    following: { ...following('follow'), file },
    current,
    leaseMs,
  }

  /** Keeps track of what runs, so that closing can wait for it. The last one lets go of the lease. */
  const tracked = async <A>(work: () => Answer<A>): Answer<A> => {
    failure = undefined
    const done = work()
    running.add(done)
    const answer = await done
    running.delete(done)
    if (E.isLeft(answer)) failure = answer.left
    if (running.size === 0) await place.open()?.release()
    news.wake()
    return answer
  }

  const checkpoint = async (): Answer<Checkpoint> => {
    const views = await current.ready()
    return E.isLeft(views) ? views : patiently(file, views.right.checkpoint)
  }

  const run = (signal: AbortSignal): Answer<void> => {
    const pages: Goal['pages'] = (after) => store.subscribe(from(after), { signal })
    return follows(session, { pages, isEnough: () => signal.aborted })
  }

  const catchUp = async (): Answer<Checkpoint> => {
    const head = await store.head()()
    if (E.isLeft(head)) return head
    const isEnough: Goal['isEnough'] = async (views) =>
      (await views.checkpoint()).position >= head.right
    const ended = await follows(session, { pages: toHead, isEnough })
    return E.isLeft(ended) ? ended : checkpoint()
  }

  const rebuild = async (): Answer<Checkpoint> => {
    const renewed = await current.renew()
    return E.isLeft(renewed) ? renewed : checkpoint()
  }

  /** Does not wait for a read model that is being built. */
  const reached = async (): Answer<Checkpoint | undefined> => {
    const views = place.open()
    if (views?.isInPlace() === true) return patiently(file, views.checkpoint)
    return running.size > 0 ? E.right(undefined) : checkpoint()
  }

  const waiting: Waiting = {
    reached,
    failure: () => failure,
    sleep: (ms) => news.sleep(ms, closing.signal),
    lookEveryMs: place.lookEveryMs,
  }

  return {
    run:
      ({ signal = closing.signal } = {}) =>
      () =>
        tracked(() => run(AbortSignal.any([signal, closing.signal]))),
    catchUp: () => () => tracked(catchUp),
    waitFor:
      (position, patienceMs = 10_000) =>
      () =>
        waitFor(waiting, position, patienceMs),
    rebuild: () => () => tracked(rebuild),
    scrub:
      (patienceMs = 10_000) =>
      () =>
        place.scrub(patienceMs),
    checkpoint: () => checkpoint,
    leads: () => running.size > 0 && place.leads(),
    close: async () => {
      closing.abort()
      await Promise.allSettled(running)
      await place.close()
    },
  }
}

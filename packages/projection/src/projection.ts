/**
 * A read model that follows the log: catches up, stays level, is waited for, is built anew.
 *
 * One process of many writes it; any number read it. It never falls over a bad file: what is not the
 * read model of these projectors is built anew beside and put in its place. It stops, and says why,
 * at an event that cannot be read or folded; rows and checkpoint are then as before the batch.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { waking } from '@deskledger/event-store'
import type { Answer } from './beside.ts'
import type { Checkpoint } from './checkpoint.ts'
import { currentFile } from './current-file.ts'
import { planOf } from './engine/plan.ts'
import type { NotReached, ProjectionError, StillRead } from './errors.ts'
import { fingerprintOf } from './fingerprint.ts'
import { patiently } from './following.ts'
import { reader } from './reading.ts'
import { follows, type Goal, type Session } from './session.ts'
import type { ProjectionSettings } from './settings.ts'
import { newHolder } from './sqlite/lease.ts'
import { inspect, openFile } from './sqlite/open.ts'
import { viewsFile } from './sqlite/views-file.ts'
import { scrub, waitFor, type Waiting } from './waiting.ts'

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

export const projection = (settings: ProjectionSettings): Projection => {
  const { file, store, projectors, registry, leaseMs = 10_000, clock = Date.now } = settings
  const { batchSize = 1_000, onUndecodable = 'fail', onProgress } = settings
  const plan = planOf(projectors, settings)
  const types = plan.types && [...plan.types]
  const from = (after: number) => (types === undefined ? { after } : { after, types })
  const fingerprint = fingerprintOf(projectors, settings.log)
  const holder = newHolder()
  const closing = new AbortController()
  const news = waking()
  const running = new Set<Promise<unknown>>()
  let failure: ProjectionError | undefined

  const isOpen = (): boolean => !closing.signal.aborted
  const following = { file, store, read: reader(plan, registry, onUndecodable), batchSize, isOpen }
  const toHead: Goal['pages'] = (after) => store.readAll(from(after))

  const told = (phase: 'follow' | 'rebuild') => (position: number) => {
    news.wake()
    onProgress?.({ phase, position })
  }
  const current = currentFile({
    file,
    store,
    following: { ...following, onFolded: told('rebuild') },
    pages: toHead,
    inspect: (name) => inspect(name, fingerprint),
    open: (name) => viewsFile(openFile(name, plan, fingerprint), plan, { clock, leaseMs, holder }),
  })
  const session: Session = {
    store,
    following: { ...following, onFolded: told('follow') },
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
    if (running.size === 0) current.open()?.release()
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
    const isEnough: Goal['isEnough'] = (views) => views.checkpoint().position >= head.right
    const ended = await follows(session, { pages: toHead, isEnough })
    return E.isLeft(ended) ? ended : checkpoint()
  }

  const leads = (): boolean => {
    try {
      return running.size > 0 && current.open()?.checkpoint().holder === holder
    } catch {
      return false
    }
  }

  const rebuild = async (): Answer<Checkpoint> => {
    const renewed = await current.renew()
    return E.isLeft(renewed) ? renewed : checkpoint()
  }

  /** Does not wait for a file that is being built. */
  const reached = async (): Answer<Checkpoint | undefined> => {
    const views = current.open()
    if (views?.isInPlace() === true) return patiently(file, views.checkpoint)
    return running.size > 0 ? E.right(undefined) : checkpoint()
  }

  const waiting: Waiting = {
    reached,
    failure: () => failure,
    sleep: (ms) => news.sleep(ms, closing.signal),
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
        scrub(file, current, patienceMs),
    checkpoint: () => checkpoint,
    leads,
    close: async () => {
      closing.abort()
      await Promise.allSettled(running)
      current.close()
    },
  }
}

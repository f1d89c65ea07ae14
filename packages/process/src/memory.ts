/**
 * What a runner knows, folded from the log: the policy's reaction, how far it has dealt with things,
 * and what is parked. Folding sends nothing.
 */
import * as E from 'fp-ts/lib/Either.js'
import { policyEvents, type Command, type Fact, type RecordedEvent } from '@deskledger/kernel'
import { decodeRecorded, toStoreError, type Page, type StoredEvent } from '@deskledger/event-store'
import { readProgress, type Mark } from './progress.ts'
import { reaction, type Reaction } from './reaction.ts'
import type { Wish } from './sending.ts'
import type { Parked, RunnerError, RunnerSettings } from './settings.ts'

export interface Memory<Event extends Fact, C extends Command> {
  readonly reaction: Reaction<Event, C>
  /** Everything up to here has been heard. */
  position: number
  /** The last revision of the stream of progress. */
  revision: number
  readonly parked: Map<string, Parked<C>>
}

/** Folds the log up to the policy's last mark. */
export const recover = <State, Event extends Fact, C extends Command>(
  settings: RunnerSettings<State, Event, C>,
): Promise<E.Either<RunnerError, Memory<Event, C>>> =>
  broughtUp(settings, {
    reaction: reaction(settings.policy),
    position: 0,
    revision: -1,
    parked: new Map(),
  })

/** Folds on from what is known up to a mark, to the last mark there is now. */
export const broughtUp = async <State, Event extends Fact, C extends Command>(
  settings: RunnerSettings<State, Event, C>,
  known: Memory<Event, C>,
): Promise<E.Either<RunnerError, Memory<Event, C>>> => {
  const { policy, store } = settings
  const progress = await readProgress(store, policy, known.revision)
  if (E.isLeft(progress)) return progress
  const { marks, revision } = progress.right
  const { position: after, parked } = known
  const upTo = marks.at(-1)?.upTo ?? after
  if (marks.length === 0) return E.right(known)
  const replay = replaying(known.reaction, marks, parked)
  const types = Object.keys(policy.on)
  const heard = await each(store.readAll({ types, after, upTo }), async (page) => {
    for (const stored of page.events) {
      const event = hearable(settings, stored)
      if (E.isLeft(event)) return event
      if (event.right !== undefined) replay.hear(event.right)
    }
    return E.right(undefined)
  })
  if (E.isLeft(heard)) return heard
  replay.end()
  return E.right({ ...known, position: upTo, revision })
}

/** Hears again what was heard, and lets timers fire where they fired. */
const replaying = <Event extends Fact, C extends Command>(
  present: Reaction<Event, C>,
  marks: ReadonlyArray<Mark>,
  parked: Map<string, Parked<C>>,
) => {
  const waiting = stillParked(marks)
  for (const key of dealtWith(marks)) if (!waiting.has(key)) parked.delete(key)
  let next = 0
  const keep = (wishes: ReadonlyArray<Wish<C>>): void => {
    for (const wish of wishes) {
      const reason = waiting.get(wish.key)
      if (reason !== undefined) parked.set(wish.key, { ...wish, reason })
    }
  }
  /** Timers fired after everything up to their mark was heard, and before anything later. */
  const fireBefore = (position: number): void => {
    for (let mark = marks[next]; mark !== undefined && mark.upTo < position; mark = marks[next]) {
      for (const { key, kind } of mark.outcomes) if (kind === 'timer') keep(present.fire(key))
      next += 1
    }
  }
  return {
    hear: (event: RecordedEvent<Event>): void => {
      fireBefore(event.position)
      keep(present.hear(event))
    },
    end: (): void => fireBefore(Infinity),
  }
}

const dealtWith = (marks: ReadonlyArray<Mark>): ReadonlyArray<string> =>
  marks.flatMap(({ outcomes }) => outcomes.map(({ key }) => key))

/** The keys whose last outcome is that they were parked, with the reason. */
const stillParked = (marks: ReadonlyArray<Mark>): ReadonlyMap<string, string> => {
  const waiting = new Map<string, string>()
  for (const { outcomes } of marks)
    for (const { key, result, reason = 'Unnamed' } of outcomes)
      if (result === 'parked') waiting.set(key, reason)
      else waiting.delete(key)
  return waiting
}

// ------------------------------------------------------------------------------------------------
// reading for a policy
// ------------------------------------------------------------------------------------------------

/**
 * The event as the policy hears it; nothing if it cannot be read and is to be skipped. What became of
 * effects may be heard too, whatever the registry knows.
 */
export const hearable = <State, Event extends Fact, C extends Command>(
  { policy, registry, onUndecodable = 'fail' }: RunnerSettings<State, Event, C>,
  stored: StoredEvent,
): E.Either<RunnerError, RecordedEvent<Event> | undefined> => {
  const own = stored.type === 'EffectsDone' ? (policyEvents as never) : registry
  const event = decodeRecorded<Event>(own)(stored)
  if (E.isRight(event)) return event
  if (onUndecodable === 'skip') return E.right(undefined)
  return E.left({ _tag: 'Undecodable', policy: policy.name, ...event.left })
}

/** Every page in turn; a page that fails, or a log that does, ends it. */
export const each = async (
  pages: AsyncIterable<Page>,
  take: (page: Page) => Promise<E.Either<RunnerError, void>>,
): Promise<E.Either<RunnerError, void>> => {
  try {
    for await (const page of pages) {
      const taken = await take(page)
      if (E.isLeft(taken)) return taken
    }
    return E.right(undefined)
  } catch (caught) {
    return E.left(toStoreError(caught))
  }
}

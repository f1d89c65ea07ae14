/**
 * Runs one policy on a log: hears what happened, sends what follows, and records that it did.
 *
 * - Progress is a fact: after each batch with effects one `EffectsDone` says up to which position
 *   everything has been dealt with, and what became of each effect. Up to there a runner that
 *   starts anew only folds, so deleting read models or moving a desk repeats no effect.
 * - Between an effect and its mark a crash may come: then the effect is carried out again under the
 *   same command id, and the log answers as it did at first.
 * - Timers are a fold of effects. A timer that is due fires after everything recorded was heard.
 * - Two runners of one policy cannot do harm: the one that is behind finds the other's mark, folds
 *   anew and goes on from there.
 * - An effect that cannot be decided (a malformed command, a stream that cannot be read) is parked
 *   under its key and waits to be released; the rest goes on.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Command, Fact, Outcome } from '@deskledger/kernel'
import { lanes, type Page } from '@deskledger/event-store'
import { broughtUp, each, hearable, recover, type Memory } from './memory.ts'
import { writeMark } from './progress.ts'
import { carryOut, type Wish } from './sending.ts'
import type { Runner, RunnerError, RunnerSettings } from './settings.ts'

/** How often a runner folds anew because another one was ahead, before it gives up. */
const patientWithRivals = 20

const always = (): boolean => true
const notLeading = E.left({ _tag: 'NotLeading' } as const)

type Step<A> = Promise<E.Either<RunnerError, A>>

export const runner = <State, Event extends Fact, C extends Command>(
  settings: RunnerSettings<State, Event, C>,
): Runner<C> => {
  const { policy, store, clock, batchSize = 100 } = settings
  const types = Object.keys(policy.on)
  const act = carryOut(policy.name, settings.send, settings.patience)
  const { run } = lanes()
  let memory: Memory<Event, C> | undefined
  let leads = always
  /** The memory is one of what others have dealt with, up to some mark. */
  let standsBy = false

  /** What was dealt with by now, without hearing again what is known of it. */
  const follow = async (): Step<Memory<Event, C>> => {
    const isKnown = memory !== undefined && standsBy
    const known = isKnown && memory ? broughtUp(settings, memory) : recover(settings)
    memory = undefined
    const now = await known
    if (E.isRight(now)) memory = now.right
    standsBy = true
    return now
  }

  const present = async (): Step<Memory<Event, C>> => {
    if (memory !== undefined && !standsBy) return E.right(memory)
    const now = await follow()
    standsBy = false
    return now
  }

  /** Records what was done. A conflict means that another runner's marks are ahead. */
  const mark = async (
    known: Memory<Event, C>,
    upTo: number,
    outcomes: ReadonlyArray<Outcome>,
  ): Step<void> => {
    if (outcomes.length === 0) return E.right(undefined)
    if (!leads()) return notLeading
    const written = await writeMark(store, policy, known.revision, { upTo, outcomes }, clock())
    if (E.isLeft(written)) return written
    known.revision = written.right
    return E.right(undefined)
  }

  const actOn = async ({ parked }: Memory<Event, C>, wish: Wish<C>): Step<Outcome> => {
    if (!leads()) return notLeading
    const outcome = await act(wish)
    if (E.isLeft(outcome)) return outcome
    const { result, reason = 'Unnamed' } = outcome.right
    if (result === 'parked') parked.set(wish.key, { ...wish, reason })
    else parked.delete(wish.key)
    return outcome
  }

  const takeIn = async (known: Memory<Event, C>, page: Page): Step<void> => {
    let outcomes: Array<Outcome> = []
    for (const stored of page.events) {
      const event = hearable(settings, stored)
      if (E.isLeft(event)) {
        const marked = await mark(known, stored.position - 1, outcomes)
        return E.isLeft(marked) ? marked : event
      }
      if (event.right === undefined) continue
      for (const wish of known.reaction.hear(event.right)) {
        const outcome = await actOn(known, wish)
        if (E.isLeft(outcome)) return outcome
        outcomes.push(outcome.right)
      }
      if (outcomes.length < batchSize) continue
      const marked = await mark(known, stored.position, outcomes)
      if (E.isLeft(marked)) return marked
      outcomes = []
    }
    known.position = page.through
    return mark(known, page.through, outcomes)
  }

  const fireDue = async (known: Memory<Event, C>): Step<number> => {
    const { timers, fire } = known.reaction
    const outcomes: Array<Outcome> = []
    const now = clock()
    for (let t = timers.next(); t !== undefined && t.at <= now; t = timers.next())
      for (const wish of fire(t.key)) {
        const outcome = await actOn(known, wish)
        if (E.isLeft(outcome)) return outcome
        outcomes.push(outcome.right)
      }
    const marked = await mark(known, known.position, outcomes)
    return E.isLeft(marked) ? marked : E.right(outcomes.length)
  }

  /** Until nothing is left to hear and no timer is due. */
  const settleFrom = async (known: Memory<Event, C>): Step<number> => {
    for (;;) {
      const { position: after } = known
      const pages = store.readAll({ after, types })
      const heard = await each(pages, (page) => takeIn(known, page))
      if (E.isLeft(heard)) return heard
      const fired = await fireDue(known)
      if (E.isLeft(fired)) return fired
      if (fired.right === 0 && known.position === after) return E.right(after)
    }
  }

  /** After a failure the memory may be ahead of what was marked, so it is folded anew. */
  const settle = async (isLeading = always): Step<number> => {
    leads = isLeading
    for (let attempt = 0; ; attempt += 1) {
      const known = await present()
      if (E.isLeft(known)) return known
      const settled = await settleFrom(known.right)
      if (E.isRight(settled)) return settled
      memory = undefined
      if (settled.left._tag !== 'Conflict' || attempt >= patientWithRivals) return settled
    }
  }

  const release = async (key: string): Step<boolean> => {
    leads = always
    const known = await present()
    if (E.isLeft(known)) return known
    const wish = known.right.parked.get(key)
    if (wish === undefined) return E.right(false)
    const outcome = await actOn(known.right, { ...wish, kind: 'effect' })
    if (E.isLeft(outcome)) return outcome
    const marked = await mark(known.right, known.right.position, [outcome.right])
    return E.isLeft(marked) ? marked : E.right(true)
  }

  return {
    settle: (isLeading) => run(policy.name, () => settle(isLeading)),
    standBy: () =>
      run(policy.name, async () => {
        const now = await follow()
        return E.isLeft(now) ? now : E.right(now.right.position)
      }),
    nextTimer: () => memory?.reaction.timers.next()?.at,
    parked: () => [...(memory?.parked.values() ?? [])],
    release: (key) => run(policy.name, () => release(key)),
  }
}

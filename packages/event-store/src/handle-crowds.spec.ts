import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { replay } from '@deskledger/kernel'
import type { Answer } from './handled.ts'
import type { EventStore, StoredEvent } from './port.ts'
import { call, end, issue, streamOfVoucher, use, voucher } from './contract/voucher.ts'
import type { Command, Event, Rejection } from './contract/voucher.ts'
import { deskOn, done, emptyLog, now, recorded } from './testing/words.ts'

const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

describe('1,000 commands at once', () => {
  const allDone = (answers: ReadonlyArray<E.Either<unknown, unknown>>) =>
    expect(answers.filter(E.isLeft)).toEqual([])

  test('on one stream are all done, each once', async () => {
    const store = emptyLog()
    const send = deskOn(store)
    await done(send(issue(1, 1_000), call(0)))
    allDone(await Promise.all(upTo(1_000).map((n) => send(use(1, 1), call(n + 1))())))
    expect(await recorded(store)).toHaveLength(1_001)
    expect(await send(use(1, 1), call(1_001))()).toEqual(E.left({ _tag: 'NotEnough', left: 0 }))
  })

  test('on one stream are all done by four desks, each once', async () => {
    const store = emptyLog()
    const desks = upTo(4).map(() => deskOn(store))
    await done(deskOn(store)(issue(1, 1_000), call(0)))
    const sent = upTo(1_000).map((n) => (desks[n % 4] as Desk)(use(1, 1), call(n + 1))())
    allDone(await Promise.all(sent))
    const events = await recorded(store)
    expect(new Set(events.map(({ commandId }) => commandId)).size).toBe(1_001)
    expect(events).toHaveLength(1_001)
  })

  test('on 300 streams are all done, also with more streams than are kept in mind', async () => {
    for (const cachedStreams of [5_000, 10, 1, 0]) {
      const store = emptyLog()
      const send = deskOn(store, { cachedStreams })
      const begun = upTo(300).map((n) => send(issue(n, 10), call(n))())
      const more = upTo(700).map((n) => send(use(n % 300, 1), call(300 + n))())
      allDone(await Promise.all([...begun, ...more]))
      expect(await recorded(store)).toHaveLength(1_000)
      expect(await send(use(299, 9), call(1_000))()).toEqual(E.left({ _tag: 'NotEnough', left: 8 }))
    }
  })
})

// ------------------------------------------------------------------------------------------------
// any interleaving is some order
// ------------------------------------------------------------------------------------------------

/** Every call to the store waits until `turn` lets it, before it is made and before it is told. */
const takingTurns = (store: EventStore, turn: () => Promise<unknown>): EventStore => {
  const waiting =
    <A>(task: () => Promise<A>) =>
    async (): Promise<A> => {
      await turn()
      const answer = await task()
      await turn()
      return answer
    }
  return {
    ...store,
    append: (wish) => waiting(store.append(wish)),
    heard: (...which) => waiting(store.heard(...which)),
    async *readStream(...which) {
      await turn()
      yield* store.readStream(...which)
    },
  }
}

interface Sent {
  readonly desk: number
  readonly id: number
  readonly voucher: number
  readonly command: ReturnType<typeof issue> | ReturnType<typeof use> | ReturnType<typeof end>
}
type Told = Answer<Event, Rejection>
type Desk = ReturnType<typeof deskOn>

const anySent: fc.Arbitrary<Sent> = fc
  .tuple(fc.nat(2), fc.nat(11), fc.nat(1), fc.integer({ min: 1, max: 4 }), fc.nat(5))
  .map(([desk, id, n, hours, kind]) => {
    const command = kind === 0 ? issue(n, hours + 4) : kind === 1 ? end(n) : use(n, hours)
    return { desk, id, voucher: n, command }
  })

/** All of them at once over three desks that share one log, told in the order that `turn` makes. */
const allAtOnce = async (
  scheduler: fc.Scheduler,
  store: EventStore,
  all: ReadonlyArray<Sent>,
): Promise<ReadonlyArray<Told>> => {
  const shared = takingTurns(store, () => scheduler.schedule(Promise.resolve()))
  const desks = [0, 1, 2].map((n) => deskOn(shared, { cachedStreams: 2 * n }))
  const sent = all.map(({ desk, id, command }) => (desks[desk] as Desk)(command, call(id))())
  return scheduler.waitFor(Promise.all(sent))
}

/** What happened to voucher `n`, as the rules see it. */
const historyOf = (log: ReadonlyArray<StoredEvent>, n: number): ReadonlyArray<Event> =>
  log
    .filter(({ stream }) => stream === streamOfVoucher(n))
    .map(({ type, data }) => ({ type, data }) as Event)

/** The answer is one that the rules give at some moment, and at the very one that it names. */
const fits = (history: ReadonlyArray<Event>, { command }: Sent, told: Told): void => {
  const { actor } = call(0)
  const asked = { ...command, at: now, actor, facts: {} } as unknown as Command
  const saidAfter = upTo(history.length + 1).map((n) =>
    voucher.decide(asked, replay(voucher, history.slice(0, n))),
  )
  if (E.isLeft(told)) {
    if (told.left._tag !== 'CommandIdReused') expect(saidAfter).toContainEqual(told)
    return
  }
  const { events, revision } = told.right
  const before = revision + 1 - events.length
  expect(saidAfter[before]).toEqual(E.right(events))
  expect(history.slice(before, revision + 1)).toEqual(events)
}

/** Where the events stand that an answer gives for the first time. */
const placesOf = (told: Told): ReadonlyArray<string> =>
  E.isLeft(told) || told.right.repeated
    ? []
    : told.right.events.map((_, n) => `${told.right.stream} ${told.right.revision - n}`)

describe('any commands at once over several desks', () => {
  test(
    'are answered as if they had come one after the other, each recorded once',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.array(anySent, { minLength: 2, maxLength: 14, size: 'max' }),
          async (scheduler, all) => {
            const store = emptyLog()
            const answers = await allAtOnce(scheduler, store, all)
            const log = await recorded(store)
            expect(answers.flatMap(placesOf).sort()).toEqual(
              log.map(({ stream, revision }) => `${stream} ${revision}`).sort(),
            )
            for (const [n, sent] of all.entries())
              fits(historyOf(log, sent.voucher), sent, answers[n] as Told)
          },
        ),
        { numRuns: 300 },
      ),
    20_000,
  )
})

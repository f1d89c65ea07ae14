import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import { exactly, noStream, streamExists, type Expected } from '../expected.ts'
import type { Bench, Theme } from './trial.ts'
import * as W from './words.ts'

const { append, failure, noting, request, upTo } = W

/** The stream of request 1 with `n` events, then an append that expects otherwise. */
const refusedAfter = async ({ store }: Bench, n: number, expected: Expected): Promise<void> => {
  if (n > 0) await append(store, noting(request(1), { events: W.notes(n) }))
  const stream = request(1)
  const before = await W.everything(store)
  const error = await failure(store.append(noting(stream, { expected })))
  expectSame('the refusal', error, { _tag: 'Conflict', stream, expected, actual: n - 1 })
  expectSame('the log', await W.everything(store), before)
}

const takenAfter = async ({ store }: Bench, n: number, expected: Expected): Promise<void> => {
  if (n > 0) await append(store, noting(request(1), { events: W.notes(n) }))
  const { firstRevision } = await append(store, noting(request(1), { expected }))
  expectSame('its revision', firstRevision, n)
}

/** As many appends at once as `n`, of which exactly one may win. */
const race = async ({ store }: Bench, n: number, expected: Expected): Promise<void> => {
  const stream = request(1)
  const answers = await Promise.all(upTo(n).map(() => store.append(noting(stream, { expected }))()))
  const won = answers.filter(E.isRight)
  expectSame('winners', won.length, 1)
  const actual = won[0]?.right.lastRevision
  for (const answer of answers)
    if (E.isLeft(answer))
      expectSame('a loser', answer.left, { _tag: 'Conflict', stream, expected, actual })
}

export const expectedRevisions: Theme = {
  about: 'an append that expects',
  cases: {
    'no stream is taken where there is none': (log) => takenAfter(log, 0, noStream),
    'no stream is told of the one there is': (log) => refusedAfter(log, 2, noStream),
    'a stream is taken where there is one': (log) => takenAfter(log, 2, streamExists),
    'a stream is told that there is none': (log) => refusedAfter(log, 0, streamExists),
    'a revision is taken if it is the last one': (log) => takenAfter(log, 3, exactly(2)),
    'a revision is told of a later one': (log) => refusedAfter(log, 3, exactly(1)),
    'a revision is told of an earlier one': (log) => refusedAfter(log, 3, exactly(3)),
    'a revision is told that there is no stream': (log) => refusedAfter(log, 0, exactly(0)),
    'revision −1 is taken where there is no stream': (log) =>
      takenAfter(log, 0, { _tag: 'Exact', revision: -1 }),
    'nothing is taken where there is no stream': (log) => takenAfter(log, 0, { _tag: 'Any' }),
    'nothing is taken where there is one': (log) => takenAfter(log, 2, { _tag: 'Any' }),

    'wrongly is not known of afterwards': async ({ store }) => {
      const wish = noting(request(1), { expected: streamExists })
      await failure(store.append(wish))
      const heard = await W.done(store.heard(wish.stream, wish.commandId))
      expectThat(O.isNone(heard), 'it was not heard')
    },

    'no stream wins once among 200 at once': (log) => race(log, 200, noStream),

    'a revision wins once among 200 at once': async (log) => {
      await append(log.store, noting(request(1)))
      await race(log, 200, exactly(0))
    },

    'no stream wins once on each of 50 streams with 10 rivals': async ({ store }) => {
      const wishes = upTo(500).map((n) => noting(request(n % 50), { expected: noStream }))
      const answers = await Promise.all(wishes.map((wish) => store.append(wish)()))
      expectSame('winners', answers.filter(E.isRight).length, 50)
      for (const n of upTo(50)) expectSame('events', (await W.textsIn(store, request(n))).length, 1)
    },

    'a stream never loses among 50 at once': async ({ store }) => {
      await append(store, noting(request(1)))
      await W.appendAll(
        store,
        upTo(50).map(() => noting(request(1), { expected: streamExists })),
      )
      expectSame('events', (await W.textsIn(store, request(1))).length, 51)
    },

    'what it was told wins in the end, each of 50 rivals once': async ({ store }) => {
      const insist = async (n: number): Promise<void> => {
        let expected = noStream
        for (;;) {
          const events = [W.noted(String(n))]
          const answer = await store.append(noting(request(1), { expected, events }))()
          if (E.isRight(answer)) return
          if (answer.left._tag !== 'Conflict') expectSame('a conflict', answer.left, undefined)
          else expected = exactly(answer.left.actual)
        }
      }
      await Promise.all(upTo(50).map(insist))
      const texts = (await W.textsIn(store, request(1))).map(Number).sort((a, b) => a - b)
      expectSame('notes', texts, upTo(50))
    },
  },
}

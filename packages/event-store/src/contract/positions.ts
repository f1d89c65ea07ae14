import * as E from 'fp-ts/lib/Either.js'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import { noStream, streamExists } from '../expected.ts'
import type { EventStore } from '../port.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noting, request, upTo } = W

const positionsOf = async (store: EventStore): Promise<ReadonlyArray<number>> =>
  (await W.eventsOf(store.readAll())).map(({ position }) => position)

/** Appends of 3 events at once, many of which are refused or repeated. */
const turmoil = async (store: EventStore): Promise<void> => {
  const wishes = upTo(120).map((n) =>
    noting(request(n % 9), {
      events: W.notes(3),
      ...(n % 4 === 0 ? { expected: noStream } : {}),
      ...(n % 11 === 0 ? { expected: streamExists } : {}),
      ...(n % 7 === 0 ? { events: [] } : {}),
    }),
  )
  const twice = [...wishes, ...wishes.filter((_, n) => n % 5 === 0)]
  const answers = await Promise.all(twice.map((wish) => store.append(wish)()))
  expectThat(answers.some(E.isLeft) && answers.some(E.isRight), 'some were refused, some not')
}

export const positions: Theme = {
  about: 'the order of the log',
  cases: {
    'has 0 for its head while it is empty': async ({ store }) =>
      expectSame('head', await W.done(store.head()), 0),

    'has the last position for its head': async ({ store }) => {
      for (const n of upTo(5)) {
        const { lastPosition } = await append(store, noting(request(n % 2)))
        expectSame('head', await W.done(store.head()), lastPosition)
      }
    },

    'is one of rising whole positions': async ({ store }) => {
      await turmoil(store)
      const all = await positionsOf(store)
      expectThat(
        all.every((p, i) => Number.isSafeInteger(p) && p > (all[i - 1] ?? 0)),
        'they rise from above 0',
        all,
      )
    },

    'never mixes the events of two appends': async ({ store }) => {
      await turmoil(store)
      const ids = (await W.eventsOf(store.readAll())).map(({ commandId }) => commandId)
      const runs = ids.filter((id, i) => id !== ids[i - 1])
      expectSame('runs', runs.length, new Set(ids).size)
    },

    'agrees with the order of each stream': async ({ store }) => {
      await turmoil(store)
      const all = await W.eventsOf(store.readAll())
      for (const n of upTo(9)) {
        const own = all.filter(({ stream }) => stream === request(n))
        expectSame(
          'revisions',
          own.map(({ revision }) => revision),
          upTo(own.length),
        )
        expectSame(
          'the stream',
          (await W.eventsOf(store.readStream(request(n)))).map(W.spelled),
          own.map(W.spelled),
        )
      }
    },

    'puts what begins after an answer behind it': async ({ store }) => {
      const afterEachOther = async (stream: number): Promise<void> => {
        let last = 0
        for (const _ of upTo(15)) {
          const { lastPosition } = await append(store, noting(request(stream)))
          expectThat(lastPosition > last, 'it is behind')
          last = lastPosition
        }
      }
      await Promise.all(upTo(8).map(afterEachOther))
    },
  },
}

export const gaplessPositions: Theme = {
  about: 'the positions of the log',
  needs: ['gapless'],
  cases: {
    'begin with 1': async ({ store }) => {
      const { lastPosition } = await append(store, noting(request(1)))
      expectSame('position', lastPosition, 1)
    },

    'have no gap, whatever was refused or repeated': async ({ store }) => {
      await turmoil(store)
      const all = await positionsOf(store)
      expectSame(
        'positions',
        all,
        upTo(all.length).map((n) => n + 1),
      )
    },

    'make pages of the whole log full': async ({ store }) => {
      await append(store, noting(request(1), { events: W.notes(25) }))
      const pages = await W.pagesOf(store.readAll())
      expectSame(
        'pages',
        pages.map(({ events, through }) => [events.length, through]),
        [
          [10, 10],
          [10, 20],
          [5, 25],
        ],
      )
    },
  },
}

import { expectSame, expectThat } from '@deskledger/kernel/testing'
import type { EventStore, Page } from '../port.ts'
import { pageSize, type Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noting, request, upTo } = W

/** Request 1 with `n` notes, the texts their numbers. */
const withNotes = (store: EventStore, n: number) =>
  append(store, noting(request(1), { events: W.notes(n) }))

const shape = (pages: ReadonlyArray<Page>) =>
  pages.map(({ events, isLast }) => [events.length, isLast])

const numbersIn = async (pages: AsyncIterable<Page>): Promise<ReadonlyArray<number>> =>
  W.textsOf(await W.eventsOf(pages)).map(Number)

export const readingStreams: Theme = {
  about: 'a stream',
  cases: {
    'that nobody has written to has no page': async ({ store }) => {
      await withNotes(store, 1)
      expectSame('pages', await W.pagesOf(store.readStream(request(2))), [])
    },

    'is read from a revision on, that one included': async ({ store }) => {
      await withNotes(store, 25)
      for (const from of [0, 1, 9, 10, 11, 24])
        expectSame(
          `from ${from}`,
          await numbersIn(store.readStream(request(1), from)),
          upTo(25).slice(from),
        )
    },

    'has no page behind its last revision': async ({ store }) => {
      await withNotes(store, 3)
      expectSame('pages', await W.pagesOf(store.readStream(request(1), 3)), [])
      expectSame('pages', await W.pagesOf(store.readStream(request(1), 99)), [])
    },

    'is whole when read from before its beginning': async ({ store }) => {
      await withNotes(store, 3)
      expectSame('numbers', await numbersIn(store.readStream(request(1), -1)), [0, 1, 2])
    },

    'comes in pages, the last of which says so': async ({ store }) => {
      await withNotes(store, 25)
      expectSame('pages', shape(await W.pagesOf(store.readStream(request(1)))), [
        [10, false],
        [10, false],
        [5, true],
      ])
    },

    'that fills its last page has no empty one behind it': async ({ store }) => {
      await withNotes(store, 20)
      expectSame('pages', shape(await W.pagesOf(store.readStream(request(1)))), [
        [10, false],
        [10, true],
      ])
    },

    'has pages that go through the position of their last event': async ({ store }) => {
      await withNotes(store, 25)
      for (const { events, through } of await W.pagesOf(store.readStream(request(1))))
        expectSame('through', through, events.at(-1)?.position)
    },

    'is read on while others write to it': async ({ store }) => {
      await withNotes(store, 15)
      const seen: Array<string> = []
      for await (const page of store.readStream(request(1))) {
        if (seen.length === 0) await append(store, noting(request(1), { events: [W.noted('15')] }))
        seen.push(...W.textsOf(page.events))
      }
      expectSame('texts', seen, upTo(16).map(String))
    },

    'is read by two at once': async ({ store }) => {
      await withNotes(store, 35)
      const both = await Promise.all([
        numbersIn(store.readStream(request(1))),
        numbersIn(store.readStream(request(1), 5)),
      ])
      expectSame('numbers', both, [upTo(35), upTo(35).slice(5)])
    },

    'can be left after a page and read again': async ({ store }) => {
      await withNotes(store, 25)
      for (const _ of upTo(50)) await W.firstOf(store.readStream(request(1)), 1)
      expectSame('numbers', await numbersIn(store.readStream(request(1))), upTo(25))
      await append(store, noting(request(1)))
    },
  },
}

/** Requests 1 to 3 in turn, `n` notes in all. */
const inTurn = async (store: EventStore, n: number): Promise<void> => {
  for (const i of upTo(n))
    await append(store, noting(request(1 + (i % 3)), { events: [W.noted(String(i))] }))
}

export const readingAll: Theme = {
  about: 'the whole log',
  cases: {
    'has no page while it is empty': async ({ store }) => {
      expectSame('pages', await W.pagesOf(store.readAll()), [])
    },

    'is read in the order in which it was written': async ({ store }) => {
      await inTurn(store, 25)
      expectSame('numbers', await numbersIn(store.readAll()), upTo(25))
    },

    'is read after a position, up to a position': async ({ store }) => {
      await inTurn(store, 25)
      const positions = (await W.eventsOf(store.readAll())).map(({ position }) => position)
      for (const [first, last] of [
        [0, 24],
        [1, 1],
        [7, 17],
        [9, 10],
        [24, 24],
      ] as const) {
        const after = (positions[first] ?? 0) - 1
        const range = { after, upTo: positions[last] ?? 0 }
        expectSame(
          'numbers',
          await numbersIn(store.readAll(range)),
          upTo(25).slice(first, last + 1),
        )
      }
    },

    'has no page after its head, nor up to where it begins': async ({ store }) => {
      await inTurn(store, 5)
      const head = await W.done(store.head())
      for (const range of [{ after: head }, { after: head + 100 }, { after: head, upTo: 1 }])
        expectSame('pages', await W.pagesOf(store.readAll(range)), [])
      expectSame('pages', await W.pagesOf(store.readAll({ upTo: 0 })), [])
    },

    'ends at its head when more is asked for': async ({ store }) => {
      await inTurn(store, 5)
      expectSame('numbers', await numbersIn(store.readAll({ upTo: 1e12 })), upTo(5))
    },

    'is whole when read from before its beginning': async ({ store }) => {
      await inTurn(store, 5)
      expectSame('numbers', await numbersIn(store.readAll({ after: -5 })), upTo(5))
    },

    'comes in pages, the last of which says so and goes through the head': async ({ store }) => {
      await inTurn(store, 25)
      const pages = await W.pagesOf(store.readAll())
      expectSame(
        'last',
        pages.map(({ isLast }) => isLast),
        pages.map((_, i) => i === pages.length - 1),
      )
      expectThat(
        pages.every(({ events }) => events.length <= pageSize),
        'pages are not too long',
      )
      expectSame('through', pages.at(-1)?.through, await W.done(store.head()))
      for (const { events, through } of pages)
        expectSame('through', through, events.at(-1)?.position)
    },

    'is read on while others write to it': async ({ store }) => {
      await inTurn(store, 15)
      const seen: Array<string> = []
      for await (const page of store.readAll()) {
        if (seen.length === 0) await append(store, noting(request(4), { events: [W.noted('15')] }))
        seen.push(...W.textsOf(page.events))
      }
      expectSame('texts', seen, upTo(16).map(String))
    },

    'can be left after a page and read again': async ({ store }) => {
      await inTurn(store, 25)
      for (const _ of upTo(50)) await W.firstOf(store.readAll(), 1)
      expectSame('numbers', await numbersIn(store.readAll()), upTo(25))
    },
  },
}

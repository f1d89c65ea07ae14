import { expectSame, expectThat } from '@deskledger/kernel/testing'
import type { EventStore, ReadAll } from '../port.ts'
import { pageSize, type Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noted, noting, request, upTo } = W

const kinds = ['RequestNoted', 'RequestPaused', 'RequestResumed'] as const

/** As many events as `n` in appends of 1 to 4, of three types in turn. */
const mixed = async (store: EventStore, n: number): Promise<void> => {
  for (let i = 0; i < n;) {
    const events = upTo(Math.min(1 + (i % 4), n - i)).map((j) =>
      noted(String(i + j), { type: kinds[(i + j) % 3] ?? '' }),
    )
    await append(store, noting(request(i % 5), { events }))
    i += events.length
  }
}

/** What a filtered read must give: as if the whole log were read and the rest left out. */
const expected = async (store: EventStore, { types = [], after = 0, upTo }: ReadAll) =>
  (await W.eventsOf(store.readAll()))
    .filter(({ type }) => types.includes(type))
    .filter(({ position }) => position > after && position <= (upTo ?? Infinity))
    .map(W.spelled)

const sameAsFiltered = async (store: EventStore, from: ReadAll): Promise<void> =>
  expectSame(
    `filtered by ${from.types?.join(', ')}`,
    (await W.eventsOf(store.readAll(from))).map(W.spelled),
    await expected(store, from),
  )

export const filtering: Theme = {
  about: 'the log filtered by type',
  cases: {
    'has the events of one type': async ({ store }) => {
      await mixed(store, 60)
      await sameAsFiltered(store, { types: ['RequestPaused'] })
    },

    'has the events of several types in their order': async ({ store }) => {
      await mixed(store, 60)
      await sameAsFiltered(store, { types: ['RequestResumed', 'RequestNoted'] })
    },

    'has them after a position, up to a position': async ({ store }) => {
      await mixed(store, 60)
      const positions = (await W.eventsOf(store.readAll())).map(({ position }) => position)
      for (const [first, last] of [
        [0, 59],
        [5, 40],
        [13, 13],
        [20, 22],
      ] as const) {
        const range = { after: positions[first] ?? 0, upTo: positions[last] ?? 0 }
        await sameAsFiltered(store, { ...range, types: ['RequestNoted'] })
      }
    },

    'has nothing of a type that nobody wrote, and goes through the head': async ({ store }) => {
      await mixed(store, 60)
      const pages = await W.pagesOf(store.readAll({ types: ['RequestLost'] }))
      expectSame(
        'events',
        pages.flatMap(({ events }) => events),
        [],
      )
      expectSame('through', pages.at(-1)?.through, await W.done(store.head()))
    },

    'has nothing if no type is wanted, and goes through the head': async ({ store }) => {
      await mixed(store, 12)
      const pages = await W.pagesOf(store.readAll({ types: [] }))
      expectSame(
        'events',
        pages.flatMap(({ events }) => events),
        [],
      )
      expectSame('through', pages.at(-1)?.through, await W.done(store.head()))
    },

    'goes through what it leaves out, never back, and to the end asked for': async ({ store }) => {
      await append(store, noting(request(1), { events: [noted('', { type: 'RequestLost' })] }))
      await mixed(store, 60)
      const upTo = (await W.done(store.head())) - 3
      const pages = await W.pagesOf(store.readAll({ types: ['RequestLost'], upTo }))
      const through = pages.map((page) => page.through)
      expectSame('one event', pages.flatMap(({ events }) => events).length, 1)
      expectThat(
        through.every((to, i) => i === 0 || to > (through[i - 1] ?? 0)),
        'it goes on',
      )
      expectSame('the end', [through.at(-1), pages.at(-1)?.isLast], [upTo, true])
    },

    'has pages no longer than any other, none twice': async ({ store }) => {
      await mixed(store, 90)
      const pages = await W.pagesOf(store.readAll({ types: ['RequestNoted', 'RequestPaused'] }))
      expectThat(
        pages.every(({ events }) => events.length <= pageSize),
        'pages are not too long',
      )
      expectSame('events', pages.flatMap(({ events }) => events).length, 60)
      for (const { events, through } of pages)
        expectThat((events.at(-1)?.position ?? 0) <= through, 'through covers its events')
    },

    'sees a type that is first written while it is read': async ({ store }) => {
      await mixed(store, 60)
      const seen: Array<string> = []
      for await (const { events } of store.readAll({ types: ['RequestNoted', 'RequestLost'] })) {
        if (seen.length === 0)
          await append(store, noting(request(1), { events: [noted('', { type: 'RequestLost' })] }))
        seen.push(...events.map(({ type }) => type))
      }
      expectSame('the last', seen.at(-1), 'RequestLost')
    },

    'is resumed where any page of it ended': async ({ store }) => {
      await mixed(store, 60)
      const types = ['RequestPaused']
      const all = await W.eventsOf(store.readAll({ types }))
      for (const { through } of await W.pagesOf(store.readAll({ types })))
        expectSame(
          'the rest',
          (await W.eventsOf(store.readAll({ types, after: through }))).map(W.spelled),
          all.filter(({ position }) => position > through).map(W.spelled),
        )
    },
  },
}

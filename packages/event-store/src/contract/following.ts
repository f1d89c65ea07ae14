import { expectSame, expectThat } from '@deskledger/kernel/testing'
import type { Page } from '../port.ts'
import { pageSize, type Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noted, noting, request, upTo } = W

const numbered = (n: number) => noting(request(n % 4), { events: [noted(String(n))] })

export const following: Theme = {
  about: 'a subscription',
  cases: {
    'begins with what has been recorded': async ({ store }) => {
      for (const n of upTo(25)) await append(store, numbered(n))
      const seen = await W.firstOf(store.subscribe(), 25)
      expectSame('texts', W.textsOf(seen), upTo(25).map(String))
    },

    'goes on with what is recorded': async ({ store }) => {
      await append(store, numbered(0))
      const seen = W.firstOf(store.subscribe(), 5)
      for (const n of [1, 2, 3, 4]) {
        await W.aWhile()
        await append(store, numbered(n))
      }
      expectSame('texts', W.textsOf(await seen), upTo(5).map(String))
    },

    'waits at the head of an empty log': async ({ store }) => {
      const seen = W.firstOf(store.subscribe(), 1)
      await W.aWhile()
      await append(store, numbered(0))
      expectSame('texts', W.textsOf(await seen), ['0'])
    },

    'begins after a position': async ({ store }) => {
      for (const n of upTo(15)) await append(store, numbered(n))
      const after = (await W.eventsOf(store.readAll()))[11]?.position ?? 0
      const seen = W.firstOf(store.subscribe({ after }), 4)
      await append(store, numbered(15))
      expectSame('texts', W.textsOf(await seen), ['12', '13', '14', '15'])
    },

    'from the head on has nothing of before': async ({ store }) => {
      for (const n of upTo(15)) await append(store, numbered(n))
      const seen = W.firstOf(store.subscribe({ after: await W.done(store.head()) }), 1)
      await append(store, numbered(15))
      expectSame('texts', W.textsOf(await seen), ['15'])
    },

    'from history to the present has no gap and nothing twice': async ({ store }) => {
      for (const n of upTo(45)) await append(store, numbered(n))
      const seen = W.firstOf(store.subscribe(), 345)
      for (let n = 45; n < 345; n += 20) {
        await W.appendAll(
          store,
          upTo(20).map((i) => numbered(n + i)),
        )
        if (n % 3 === 0) await W.aWhile()
      }
      expectSame('events', (await seen).map(W.spelled), await W.everything(store))
    },

    'has pages that rise, none too long': async ({ store }) => {
      const pages: Array<Page> = []
      const all = upTo(95)
      const writing = W.appendAll(store, all.map(numbered))
      for await (const page of store.subscribe()) {
        pages.push(page)
        if (pages.flatMap(({ events }) => events).length === all.length) break
      }
      await writing
      expectThat(
        pages.every(
          ({ events, through }, i) =>
            events.length <= pageSize && through > (pages[i - 1]?.through ?? 0),
        ),
        'they rise',
      )
    },

    'is the same for each of several subscribers': async ({ store }) => {
      const seen = upTo(5).map(() => W.firstOf(store.subscribe(), 40))
      await W.appendAll(store, upTo(40).map(numbered))
      const all = await W.everything(store)
      for (const one of seen) expectSame('events', (await one).map(W.spelled), all)
    },

    'that is slow holds nobody up and misses nothing': async ({ store }) => {
      const seen: Array<string> = []
      const slow = (async () => {
        for await (const { events } of store.subscribe()) {
          await W.aWhile()
          seen.push(...W.textsOf(events))
          if (seen.length >= 35) return
        }
      })()
      for (const n of upTo(35)) await append(store, numbered(n))
      await slow
      expectSame('texts', seen, upTo(35).map(String))
    },

    'lets only the types through that are wanted': async ({ store }) => {
      const types = ['RequestClosed']
      const seen = W.firstOf(store.subscribe({ types }), 3)
      for (const n of upTo(30)) {
        const type = n % 10 === 9 ? 'RequestClosed' : 'RequestNoted'
        await append(store, noting(request(1), { events: [noted(String(n), { type })] }))
      }
      expectSame('texts', W.textsOf(await seen), ['9', '19', '29'])
    },

    'for a type that nobody writes goes on all the same': async ({ store }) => {
      for (const n of upTo(35)) await append(store, numbered(n))
      const head = await W.done(store.head())
      let before = 0
      for await (const { events, through } of store.subscribe({ types: ['RequestLost'] })) {
        expectSame('events', events, [])
        expectThat(through > before, 'it looks at nothing twice')
        before = through
        if (through >= head + 1) break
        if (through === head) await append(store, numbered(35))
      }
    },

    'sees a type that was unknown when it began': async ({ store }) => {
      await append(store, numbered(0))
      const seen = W.firstOf(store.subscribe({ types: ['RequestLost'] }), 1)
      await W.aWhile()
      await append(store, noting(request(1), { events: [noted('lost', { type: 'RequestLost' })] }))
      expectSame('texts', W.textsOf(await seen), ['lost'])
    },
  },
}

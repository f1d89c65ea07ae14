import { getEventListeners } from 'node:events'
import { expectSame } from '@deskledger/kernel/testing'
import type { Page } from '../port.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noted, noting, request, upTo } = W

const numbered = (n: number) => noting(request(n % 4), { events: [noted(String(n))] })

/** Follows in the background; `ended` resolves with how many events were seen. */
const follower = (pages: AsyncIterable<Page>) => {
  const seen = { events: 0 }
  const ended = (async () => {
    for await (const { events } of pages) seen.events += events.length
    return seen.events
  })()
  return { seen, ended }
}

/** Waits until it has seen the one event there is, and a while for it to sleep. */
const hasSeenOne = async (seen: { readonly events: number }): Promise<void> => {
  while (seen.events < 1) await W.aWhile()
  await W.aWhile()
}

export const leaving: Theme = {
  about: 'a subscription is left',
  cases: {
    'by its signal while it waits': async ({ store }) => {
      const stop = new AbortController()
      await append(store, numbered(0))
      const { seen, ended } = follower(store.subscribe({}, { signal: stop.signal }))
      await hasSeenOne(seen)
      stop.abort()
      expectSame('events', await W.soon(ended), 1)
    },

    'by its signal before it began': async ({ store }) => {
      await append(store, numbered(0))
      const signal = AbortSignal.abort()
      expectSame('events', await W.soon(follower(store.subscribe({}, { signal })).ended), 0)
    },

    'by its signal between two pages': async ({ store }) => {
      await append(store, noting(request(1), { events: W.notes(35) }))
      const stop = new AbortController()
      const pages: Array<Page> = []
      for await (const page of store.subscribe({}, { signal: stop.signal })) {
        pages.push(page)
        stop.abort()
      }
      expectSame('pages', pages.length, 1)
    },

    'when the log is closed while it waits': async ({ store }) => {
      await append(store, numbered(0))
      const { seen, ended } = follower(store.subscribe())
      await hasSeenOne(seen)
      await W.done(store.close())
      expectSame('events', await W.soon(ended), 1)
    },

    'when it is told to return while it waits': async ({ store }) => {
      const pages = store.subscribe()[Symbol.asyncIterator]()
      const next = pages.next()
      await W.aWhile()
      await W.soon(Promise.resolve(pages.return?.()))
      expectSame('the end', (await W.soon(next)).done, true)
      expectSame('for good', (await pages.next()).done, true)
    },

    'without a trace: the others and the log go on': async ({ store }) => {
      const stop = new AbortController()
      const left = follower(store.subscribe({}, { signal: stop.signal }))
      const stays = W.firstOf(store.subscribe(), 3)
      await append(store, numbered(0))
      stop.abort()
      await W.soon(left.ended)
      for (const n of [1, 2]) await append(store, numbered(n))
      expectSame('texts', W.textsOf(await stays), ['0', '1', '2'])
    },

    'so that its signal keeps nothing of it': async ({ store }) => {
      const stop = new AbortController()
      for (const n of upTo(10)) {
        const after = await W.done(store.head())
        const seen = W.firstOf(store.subscribe({ after }, { signal: stop.signal }), 1)
        await W.aWhile()
        await append(store, numbered(n))
        await seen
      }
      expectSame('listeners', getEventListeners(stop.signal, 'abort').length, 0)
    },
  },
}

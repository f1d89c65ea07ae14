import * as E from 'fp-ts/lib/Either.js'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import type { EventStore, Page } from '../port.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, failure, noting, request, upTo } = W
const closed = { _tag: 'StoreClosed' }

const withNotes = async (store: EventStore): Promise<EventStore> => {
  await append(store, noting(request(1), { events: W.notes(25) }))
  return store
}

/** What is left of a reader that is at its first page when the log is closed. */
const closedAtFirstPage = async (store: EventStore, pages: AsyncIterable<Page>) => {
  const reader = pages[Symbol.asyncIterator]()
  await reader.next()
  await W.done(store.close())
  return W.rejectionOf({ [Symbol.asyncIterator]: () => reader })
}

const endsAfterLastPage = async (store: EventStore, pages: AsyncIterable<Page>) => {
  const reader = pages[Symbol.asyncIterator]()
  const last = await reader.next()
  expectSame('its last page', last.done !== true && last.value.isLast, true)
  await W.done(store.close())
  expectSame('the end', (await reader.next()).done, true)
}

export const closing: Theme = {
  about: 'a log that was closed',
  cases: {
    'takes no append': async ({ store }) => {
      await W.done(store.close())
      expectSame('the error', await failure(store.append(noting(request(1)))), closed)
      expectSame(
        'the error',
        await failure(store.append(noting(request(1), { events: [] }))),
        closed,
      )
    },

    'does not run what was asked for before': async ({ store }) => {
      const task = store.append(noting(request(1)))
      await W.done(store.close())
      expectSame('the error', await failure(task), closed)
    },

    'tells neither its head nor what it has heard': async ({ store }) => {
      const wish = noting(request(1))
      await append(store, wish)
      await W.done(store.close())
      expectSame('head', await failure(store.head()), closed)
      expectSame('heard', await failure(store.heard(wish.stream, wish.commandId)), closed)
    },

    'is not read': async ({ store }) => {
      await withNotes(store)
      const before = [store.readStream(request(1)), store.readAll(), store.subscribe()]
      await W.done(store.close())
      const after = [store.readStream(request(1)), store.readAll(), store.subscribe()]
      for (const pages of [...before, ...after])
        expectSame('the rejection', await W.rejectionOf(pages), closed)
    },

    'is not read on in the middle of a stream': async ({ store }) => {
      await withNotes(store)
      expectSame('rejection', await closedAtFirstPage(store, store.readStream(request(1))), closed)
    },

    'is not read on in the middle of itself': async ({ store }) => {
      await withNotes(store)
      expectSame('rejection', await closedAtFirstPage(store, store.readAll()), closed)
    },

    'lets a reader of a stream end that has had its last page': async ({ store }) => {
      await append(store, noting(request(1)))
      await endsAfterLastPage(store, store.readStream(request(1)))
    },

    'lets a reader of itself end that has had its last page': async ({ store }) => {
      await append(store, noting(request(1)))
      await endsAfterLastPage(store, store.readAll())
    },

    'can be closed again, also at once': async ({ store }) => {
      await append(store, noting(request(1)))
      await Promise.all([W.done(store.close()), W.done(store.close())])
      await W.done(store.close())
    },

    'has answered every append that was under way': async ({ store }) => {
      let answered = 0
      const answers = upTo(50).map(async (n) => {
        const answer = await store.append(noting(request(n)))()
        answered += 1
        return answer
      })
      const ended = W.done(store.close()).then(() => answered)
      const late = upTo(10).map((n) => store.append(noting(request(n)))())
      for (const answer of await Promise.all(answers)) expectThat(E.isRight(answer), 'it was taken')
      for (const answer of await Promise.all(late)) expectSame('too late', answer, E.left(closed))
      expectSame('answered when it was closed', await ended, 50)
    },
  },
}

import { expectSame, expectThat } from '@deskledger/kernel/testing'
import { exactly, noStream } from '../expected.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noted, noting, request, upTo } = W

export const appending: Theme = {
  about: 'an append',
  cases: {
    'begins a stream at revision 0': async ({ store }) => {
      const { firstRevision, lastRevision, repeated } = await append(store, noting(request(1)))
      expectSame('places', [firstRevision, lastRevision, repeated], [0, 0, false])
    },

    'goes on after the last revision': async ({ store }) => {
      await append(store, noting(request(1), { events: W.notes(3) }))
      const { firstRevision, lastRevision } = await append(
        store,
        noting(request(1), { events: W.notes(2) }),
      )
      expectSame('places', [firstRevision, lastRevision], [3, 4])
    },

    'is answered with the places where its events are read': async ({ store }) => {
      await append(store, noting(request(2)))
      const { lastPosition, lastRevision, recordedAt } = await append(
        store,
        noting(request(1), { events: W.notes(3) }),
      )
      const last = (await W.eventsOf(store.readStream(request(1)))).at(-1)
      expectSame(
        'the last event',
        [last?.position, last?.revision, last?.recordedAt],
        [lastPosition, lastRevision, recordedAt],
      )
    },

    'is read as soon as it is answered, in its stream and in the whole log': async ({ store }) => {
      await append(store, noting(request(1), { events: W.notes(2) }))
      expectSame('its stream', await W.textsIn(store, request(1)), ['0', '1'])
      expectSame('the log', W.textsOf(await W.eventsOf(store.readAll())), ['0', '1'])
    },

    'keeps the order of its events': async ({ store }) => {
      await append(store, noting(request(1), { events: W.notes(25) }))
      expectSame('texts', await W.textsIn(store, request(1)), upTo(25).map(String))
    },

    'leaves other streams as they are': async ({ store }) => {
      await append(store, noting(request(1), { events: [noted('one')] }))
      await append(store, noting(request(2), { events: [noted('two')] }))
      const { firstRevision } = await append(store, noting(request(2)))
      expectSame('its own next revision', firstRevision, 1)
      expectSame('the other stream', await W.textsIn(store, request(1)), ['one'])
    },

    'is not begun before its task is run': async ({ store }) => {
      store.append(noting(request(1)))
      expectSame('the log', await W.everything(store), [])
    },

    'whose task is run twice is heard once': async ({ store }) => {
      const task = store.append(noting(request(1)))
      const [first, second] = [await W.done(task), await W.done(task)]
      expectSame('the second answer', second, { ...first, repeated: true })
      expectSame('the stream', (await W.textsIn(store, request(1))).length, 1)
    },

    'holds its data as it was when the task was run': async ({ store }) => {
      const data = { text: 'before' }
      const answer = append(store, noting(request(1), { events: [noted('', { data })] }))
      data.text = 'after'
      await answer
      expectSame('texts', await W.textsIn(store, request(1)), ['before'])
    },

    'of 1,000 events is one append': async ({ store }) => {
      const events = W.notes(1_000)
      const { lastRevision } = await append(store, noting(request(1), { events }))
      expectSame('last revision', lastRevision, 999)
      const stored = await W.eventsOf(store.readStream(request(1)))
      expectSame(
        'revisions',
        stored.map(({ revision }) => revision),
        upTo(1_000),
      )
      expectSame('commands', new Set(stored.map(({ commandId }) => commandId)).size, 1)
    },

    'to a stream of its own never meets a conflict, however many there are': async ({ store }) => {
      const wishes = upTo(200).map((n) => noting(request(n), { expected: noStream }))
      const answers = await W.appendAll(store, wishes)
      expectThat(
        answers.every(({ firstRevision }) => firstRevision === 0),
        'each begins its stream',
      )
      expectSame('events', (await W.eventsOf(store.readAll())).length, 200)
    },

    'finds its place among 200 at once on one stream': async ({ store }) => {
      const answers = await W.appendAll(
        store,
        upTo(200).map(() => noting(request(1), { events: W.notes(2) })),
      )
      const places = answers.map(({ firstRevision }) => firstRevision).sort((a, b) => a - b)
      expectSame(
        'first revisions',
        places,
        upTo(200).map((n) => 2 * n),
      )
    },

    'goes to the stream it names, whatever characters the name has': async ({ store }) => {
      const names = ["odd-'; DROP TABLE events;--", 'odd-%_?*', 'odd-ñ/√/🚲', 'odd- '] as const
      for (const name of names) await append(store, noting(name, { events: [noted(name)] }))
      for (const name of names) expectSame('its own note', await W.textsIn(store, name), [name])
    },

    'takes names that differ only in case or in their end apart': async ({ store }) => {
      const names = ['odd-1', 'odd-10', 'odd-1 ', 'ODD-1', 'odd-é', 'odd-e\u0301'] as const
      for (const name of names) await append(store, noting(name, { expected: noStream }))
      for (const name of names) await append(store, noting(name, { expected: exactly(0) }))
    },
  },
}

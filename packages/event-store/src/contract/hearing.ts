import * as O from 'fp-ts/lib/Option.js'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import { streamExists } from '../expected.ts'
import type { Append, EventStore } from '../port.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, failure, noting, request } = W

const heard = (store: EventStore, { stream, commandId }: Pick<Append, 'stream' | 'commandId'>) =>
  W.done(store.heard(stream, commandId))

const unheard = async (
  store: EventStore,
  wish: Pick<Append, 'stream' | 'commandId'>,
): Promise<void> => expectThat(O.isNone(await heard(store, wish)), 'it was not heard')

export const hearing: Theme = {
  about: 'a command that is asked for',
  cases: {
    'is found with its fingerprint and its events': async ({ store }) => {
      await append(store, noting(request(1)))
      const wish = noting(request(1), { events: W.notes(3), fingerprint: 'three notes' })
      await append(store, wish)
      await append(store, noting(request(1)))
      const found = O.toUndefined(await heard(store, wish))
      expectSame('fingerprint', found?.fingerprint, 'three notes')
      expectSame(
        'events',
        found?.events.map(W.spelled),
        (await W.eventsOf(store.readStream(request(1), 1))).slice(0, 3).map(W.spelled),
      )
    },

    'is not found on a stream that nobody has written to': ({ store }) =>
      unheard(store, noting(request(1))),

    'is not found under an id that nobody has used': async ({ store }) => {
      await append(store, noting(request(1)))
      await unheard(store, noting(request(1)))
    },

    'is not found on another stream': async ({ store }) => {
      const wish = noting(request(1))
      await append(store, wish)
      await append(store, noting(request(2)))
      await unheard(store, { ...wish, stream: request(2) })
    },

    'is not found if it was refused': async ({ store }) => {
      const wish = noting(request(1), { expected: streamExists })
      await failure(store.append(wish))
      await unheard(store, wish)
      await append(store, noting(request(1)))
      await unheard(store, wish)
    },

    'is found as it was first heard': async ({ store }) => {
      const wish = noting(request(1), { fingerprint: 'first' })
      await append(store, wish)
      await append(store, { ...wish, events: W.notes(4) })
      await failure(store.append({ ...wish, fingerprint: 'second' }))
      const found = O.toUndefined(await heard(store, wish))
      expectSame('it', [found?.fingerprint, found?.events.length], ['first', 1])
    },

    'is found whole, however many events it has': async ({ store }) => {
      const wish = noting(request(1), { events: W.notes(35) })
      await append(store, wish)
      const found = O.toUndefined(await heard(store, wish))
      expectSame('texts', W.textsOf(found?.events ?? []), W.upTo(35).map(String))
    },
  },
}

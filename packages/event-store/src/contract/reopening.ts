import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { at, expectSame, expectThat } from '@deskledger/kernel/testing'
import { exactly, noStream } from '../expected.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, failure, noting, request, upTo } = W

export const reopening: Theme = {
  about: 'a log that is opened again',
  needs: ['reopening'],
  cases: {
    'has everything as it was': async ({ store, reopen }) => {
      for (const n of upTo(12))
        await append(store, noting(request(n % 3), { events: W.notes(1 + (n % 4)) }))
      const before = await W.everything(store)
      expectSame('the log', await W.everything(await reopen()), before)
    },

    'goes on where it ended': async ({ store, reopen }) => {
      const { lastPosition } = await append(store, noting(request(1), { events: W.notes(2) }))
      const again = await reopen()
      expectSame('head', await W.done(again.head()), lastPosition)
      const next = await append(again, noting(request(1), { expected: exactly(1) }))
      expectThat(next.lastPosition > lastPosition, 'it is behind')
      const error = await failure(again.append(noting(request(1), { expected: noStream })))
      expectSame('the error', error._tag, 'Conflict')
    },

    'still knows every command': async ({ store, reopen }) => {
      const wish = noting(request(1), { events: W.notes(2), expected: noStream })
      const first = await append(store, wish)
      const again = await reopen()
      expectSame('again', await append(again, wish), { ...first, repeated: true })
      const heard = O.toUndefined(await W.done(again.heard(wish.stream, wish.commandId)))
      expectSame('fingerprint', heard?.fingerprint, wish.fingerprint)
    },

    'does not turn time back': async ({ store, reopen, setClock }) => {
      setClock(at(9))
      const { recordedAt } = await append(store, noting(request(1)))
      setClock(at(1))
      const later = await append(await reopen(), noting(request(1)))
      expectThat(later.recordedAt >= recordedAt, 'it is no earlier')
    },

    'has every append that was answered while it was closed': async ({ store, reopen }) => {
      const answers = upTo(40).map((n) => store.append(noting(request(n)))())
      const again = await reopen()
      const taken = (await Promise.all(answers)).filter(E.isRight).length
      expectSame('events', (await W.everything(again)).length, taken)
    },

    'is followed from where a reader was': async ({ store, reopen }) => {
      for (const _ of upTo(7)) await append(store, noting(request(1)))
      const seen = await W.firstOf(store.subscribe(), 7)
      const again = await reopen()
      await append(again, noting(request(1), { events: [W.noted('after')] }))
      const more = await W.firstOf(again.subscribe({ after: seen.at(-1)?.position ?? 0 }), 1)
      expectSame('texts', W.textsOf(more), ['after'])
    },
  },
}

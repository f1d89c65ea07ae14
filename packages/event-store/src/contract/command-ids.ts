import * as E from 'fp-ts/lib/Either.js'
import { expectSame } from '@deskledger/kernel/testing'
import { exactly, noStream, streamExists } from '../expected.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, failure, noting, request, upTo } = W

export const commandIds: Theme = {
  about: "a command's id",
  cases: {
    'heard again gives the first places': async ({ store }) => {
      const wish = noting(request(1), { events: W.notes(3) })
      const first = await append(store, wish)
      expectSame('again', await append(store, wish), { ...first, repeated: true })
      expectSame('events', (await W.everything(store)).length, 3)
    },

    'heard again gives the first places also after others wrote': async ({ store, setClock }) => {
      await append(store, noting(request(1)))
      const wish = noting(request(1), { events: W.notes(2) })
      const first = await append(store, wish)
      setClock((first.recordedAt + 60_000) as never)
      await append(store, noting(request(1)))
      await append(store, noting(request(2)))
      expectSame('again', await append(store, wish), { ...first, repeated: true })
    },

    'is looked at before the revision': async ({ store }) => {
      const wish = noting(request(1), { expected: noStream })
      const first = await append(store, wish)
      expectSame('again', await append(store, wish), { ...first, repeated: true })
      await append(store, noting(request(1), { expected: exactly(0) }))
      for (const expected of [noStream, exactly(0), exactly(7), streamExists])
        expectSame('again', await append(store, { ...wish, expected }), {
          ...first,
          repeated: true,
        })
    },

    'is what a repetition is known by, not its events': async ({ store }) => {
      const wish = noting(request(1), { events: W.notes(2) })
      const first = await append(store, wish)
      const other = { ...wish, events: W.notes(1, { type: 'RequestClosed' }) }
      expectSame('again', await append(store, other), { ...first, repeated: true })
      expectSame('texts', await W.textsIn(store, request(1)), ['0', '1'])
    },

    'is not used for another command': async ({ store }) => {
      const wish = noting(request(1))
      await append(store, wish)
      const before = await W.everything(store)
      const { stream, commandId } = wish
      expectSame('reuse', await failure(store.append({ ...wish, fingerprint: 'other' })), {
        _tag: 'CommandIdReused',
        stream,
        commandId,
      })
      expectSame('the log', await W.everything(store), before)
    },

    'used for another command is told so whatever that expects': async ({ store }) => {
      const wish = noting(request(1))
      await append(store, wish)
      for (const expected of [noStream, exactly(5), streamExists]) {
        const error = await failure(store.append({ ...wish, expected, fingerprint: 'other' }))
        expectSame('reuse', error._tag, 'CommandIdReused')
      }
    },

    'is told apart by any fingerprint, an empty one too': async ({ store }) => {
      const wish = noting(request(1), { fingerprint: '' })
      const first = await append(store, wish)
      expectSame('again', await append(store, wish), { ...first, repeated: true })
      const error = await failure(store.append({ ...wish, fingerprint: 'other' }))
      expectSame('reuse', error._tag, 'CommandIdReused')
    },

    'on another stream is another command': async ({ store }) => {
      const wish = noting(request(1))
      await append(store, wish)
      const { repeated } = await append(store, { ...wish, stream: request(2) })
      expectSame('repeated', repeated, false)
    },

    'of a refused append is free for another command': async ({ store }) => {
      const wish = noting(request(1), { expected: streamExists })
      await failure(store.append(wish))
      const { repeated } = await append(store, { ...wish, expected: noStream, fingerprint: 'new' })
      expectSame('repeated', repeated, false)
    },

    'heard 100 times at once is written once': async ({ store }) => {
      const wish = noting(request(1), { events: W.notes(2) })
      const answers = await W.appendAll(
        store,
        upTo(100).map(() => wish),
      )
      const first = answers.find(({ repeated }) => !repeated)
      expectSame('first hearings', answers.filter(({ repeated }) => !repeated).length, 1)
      for (const answer of answers) expectSame('places', { ...answer, repeated: false }, first)
      expectSame('events', (await W.everything(store)).length, 2)
    },

    'used for 50 commands at once belongs to one of them': async ({ store }) => {
      const wish = noting(request(1))
      const answers = await Promise.all(
        upTo(50).map((n) => store.append({ ...wish, fingerprint: `command ${n}` })()),
      )
      expectSame('winners', answers.filter(E.isRight).length, 1)
      for (const answer of answers)
        if (E.isLeft(answer)) expectSame('a loser', answer.left._tag, 'CommandIdReused')
      expectSame('events', (await W.everything(store)).length, 1)
    },

    'heard again among appends of others keeps its places': async ({ store }) => {
      const wish = noting(request(1))
      const first = await append(store, wish)
      const others = upTo(30).map(() => noting(request(1)))
      const [again] = await Promise.all([append(store, wish), W.appendAll(store, others)])
      expectSame('again', again, { ...first, repeated: true })
    },
  },
}

import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { at, expectSame } from '@deskledger/kernel/testing'
import { exactly, noStream } from '../expected.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, failure, noted, noting, request, upTo } = W

export const rivals: Theme = {
  about: 'a rival on the same log',
  needs: ['rivals'],
  cases: {
    'reads what was answered, and the other way round': async ({ store, rival }) => {
      const other = await rival()
      await append(store, noting(request(1), { events: [noted('ours')] }))
      await append(other, noting(request(1), { events: [noted('theirs')] }))
      for (const each of [store, other])
        expectSame('texts', await W.textsIn(each, request(1)), ['ours', 'theirs'])
      expectSame('the log', await W.everything(other), await W.everything(store))
    },

    'is noticed at every append': async ({ store, rival }) => {
      const other = await rival()
      for (const n of upTo(20)) {
        const own = n % 2 === 0 ? store : other
        const expected = exactly(n - 1)
        const { firstRevision } = await append(own, noting(request(1), { expected }))
        expectSame('revision', firstRevision, n)
      }
    },

    'makes an older view a conflict': async ({ store, rival }) => {
      const other = await rival()
      const [stream, expected] = [request(1), exactly(0)]
      await append(store, noting(stream))
      await append(other, noting(stream))
      expectSame('the error', await failure(store.append(noting(stream, { expected }))), {
        _tag: 'Conflict',
        stream,
        expected,
        actual: 1,
      })
    },

    'knows the commands of the other': async ({ store, rival }) => {
      const other = await rival()
      const wish = noting(request(1), { expected: noStream, events: W.notes(2) })
      const first = await append(store, wish)
      await append(store, noting(request(1)))
      expectSame('again', await append(other, wish), { ...first, repeated: true })
      const error = await failure(other.append({ ...wish, fingerprint: 'other' }))
      expectSame('reuse', error._tag, 'CommandIdReused')
      const heard = O.toUndefined(await W.done(other.heard(wish.stream, wish.commandId)))
      expectSame('events', heard?.events.length, 2)
    },

    'wins or loses, one of both, on each of 100 streams': async ({ store, rival }) => {
      const other = await rival()
      const race = async (n: number): Promise<void> => {
        const [stream, expected] = [request(n), noStream]
        const answers = await Promise.all(
          [store, other].map((each) => each.append(noting(stream, { expected }))()),
        )
        const lost = answers.filter(E.isLeft)
        expectSame('winners', answers.filter(E.isRight).length, 1)
        expectSame('the loser', lost[0]?.left, { _tag: 'Conflict', stream, expected, actual: 0 })
      }
      await Promise.all(upTo(100).map(race))
    },

    'makes no gap in any stream and writes nothing twice': async ({ store, rival }) => {
      const all = [store, await rival(), await rival()]
      const wishes = upTo(150).map((n) => noting(request(n % 4)))
      await Promise.all(
        wishes.flatMap((wish, n) => [
          append(all[n % 3] ?? store, wish),
          ...(n % 5 === 0 ? [append(all[(n + 1) % 3] ?? store, wish)] : []),
        ]),
      )
      for (const n of upTo(4)) {
        const own = await W.eventsOf(store.readStream(request(n)))
        expectSame(
          'revisions',
          own.map(({ revision }) => revision),
          upTo(own.length),
        )
      }
      expectSame('events', (await W.everything(store)).length, 150)
    },

    'writes types and streams that the other has not seen': async ({ store, rival }) => {
      const other = await rival()
      for (const n of upTo(12)) {
        const events = [noted(String(n), { type: `Type${n % 5}` }), noted('', { type: `Odd${n}` })]
        await append(n % 2 === 0 ? store : other, noting(request(n), { events }))
      }
      const all = await W.eventsOf(store.readAll())
      expectSame('the log', await W.everything(other), all.map(W.spelled))
      expectSame(
        'types and streams',
        all.map(({ type, stream }) => [type, stream]),
        upTo(12).flatMap((n) => [
          [`Type${n % 5}`, request(n)],
          [`Odd${n}`, request(n)],
        ]),
      )
    },

    'is seen by a subscription': async ({ store, rival }) => {
      const other = await rival()
      const seen = W.firstOf(store.subscribe(), 6)
      for (const n of upTo(6))
        await append(
          n % 2 === 0 ? other : store,
          noting(request(1), { events: [noted(String(n))] }),
        )
      expectSame('texts', W.textsOf(await seen), upTo(6).map(String))
    },

    'that closes leaves the other as it was': async ({ store, rival }) => {
      for (const n of upTo(5)) {
        const other = await rival()
        await append(other, noting(request(1), { expected: exactly(2 * n - 1) }))
        await W.done(other.close())
        await append(store, noting(request(1), { expected: exactly(2 * n) }))
      }
      expectSame('events', (await W.everything(store)).length, 10)
    },

    'that closed and came back has missed nothing': async ({ store, rival }) => {
      const before = await rival()
      const wish = noting(request(1))
      const first = await append(before, wish)
      await W.done(before.close())
      await append(store, noting(request(1)))
      const after = await rival()
      expectSame('again', await append(after, wish), { ...first, repeated: true })
      const { firstRevision } = await append(after, noting(request(1)))
      expectSame('revision', firstRevision, 2)
    },

    'whose clock is behind does not turn time back': async ({ store, rival, setClock }) => {
      const other = await rival()
      setClock(at(9))
      await append(store, noting(request(1)))
      setClock(at(2))
      await append(other, noting(request(1)))
      const times = (await W.eventsOf(other.readAll())).map(({ recordedAt }) => recordedAt)
      expectSame('no later', times[0] !== undefined && times[0] <= (times[1] ?? 0), true)
    },
  },
}

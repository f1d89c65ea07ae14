import * as E from 'fp-ts/lib/Either.js'
import { expectSame, expectThat } from '@deskledger/kernel/testing'
import type { StreamName } from '@deskledger/kernel'
import { anyRevision, exactly, noStream, streamExists } from '../expected.ts'
import type { AppendError } from '../errors.ts'
import type { Append, AppendAll, Appended, EventStore } from '../port.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noted, noting, request, upTo } = W

type Answer = E.Either<AppendError, ReadonlyArray<Appended>>

const asked = (store: EventStore, all: AppendAll): Promise<Answer> => {
  if (store.appendAll === undefined) throw new Error('this log was not said to lack together')
  return store.appendAll(all)()
}

const done = async (store: EventStore, ...appends: ReadonlyArray<Append>) =>
  W.done(async () => asked(store, { appends }))

const failure = async (store: EventStore, all: AppendAll) =>
  W.failure(async () => asked(store, all))

const saying = (n: number, text: string, otherwise: Partial<Append> = {}): Append =>
  noting(request(n), { events: [noted(text)], ...otherwise })

const textsInAll = async (store: EventStore) => W.textsOf(await W.eventsOf(store.readAll()))

export const together: Theme = {
  about: 'appends that are made together',
  needs: ['together'],
  cases: {
    'are recorded in their order': async ({ store }) => {
      const answers = await done(store, saying(1, 'a'), saying(2, 'b'), saying(3, 'c'))
      expectSame('the log', await textsInAll(store), ['a', 'b', 'c'])
      const found = await W.eventsOf(store.readAll())
      expectSame(
        'the answers',
        answers.map(({ lastPosition, lastRevision, repeated }) => [
          lastPosition,
          lastRevision,
          repeated,
        ]),
        found.map(({ position, revision }) => [position, revision, false]),
      )
    },

    'may come back to a stream': async ({ store }) => {
      const two = { events: [noted('c'), noted('d')] }
      const answers = await done(store, saying(1, 'a'), saying(2, 'b'), noting(request(1), two))
      expectSame('the log', await textsInAll(store), ['a', 'b', 'c', 'd'])
      expectSame(
        'revisions',
        answers.map(({ firstRevision, lastRevision }) => [firstRevision, lastRevision]),
        [
          [0, 0],
          [0, 0],
          [1, 2],
        ],
      )
    },

    'expect what those before them leave behind': async ({ store }) => {
      await done(
        store,
        noting(request(1), { expected: noStream, events: [noted('a'), noted('b')] }),
        saying(1, 'c', { expected: exactly(1) }),
        saying(1, 'd', { expected: streamExists }),
      )
      expectSame('the stream', await W.textsIn(store, request(1)), ['a', 'b', 'c', 'd'])
    },

    'are known one by one': async ({ store }) => {
      const [one, two] = [saying(1, 'a'), saying(2, 'b')]
      const [first, second] = await done(store, one, two)
      expectSame('one', await append(store, one), { ...first, repeated: true })
      expectSame('two', await append(store, two), { ...second, repeated: true })
    },

    'are none of them recorded if one is not as expected, wherever it stands': async ({
      store,
    }) => {
      await append(store, saying(4, 'before'))
      const before = await W.everything(store)
      for (const culprit of upTo(3)) {
        const expected = (n: number) => (n === culprit ? exactly(7) : anyRevision)
        const appends = upTo(3).map((n) => saying(n, String(n), { expected: expected(n) }))
        expectSame('the error', await failure(store, { appends }), {
          _tag: 'Conflict',
          stream: request(culprit),
          expected: exactly(7),
          actual: -1,
        })
        expectSame('the log', await W.everything(store), before)
      }
      await done(store, ...upTo(3).map((n) => saying(n, String(n), { expected: noStream })))
    },

    'tell of everything that is not as expected': async ({ store }) => {
      await append(store, saying(1, 'before'))
      const [gone, there] = [exactly(3), noStream]
      const appends = [saying(1, 'a', { expected: there }), saying(2, 'b')]
      const checks = [
        { stream: request(1), expected: streamExists },
        { stream: request(3), expected: gone },
      ]
      expectSame('the error', await failure(store, { appends, checks }), {
        _tag: 'Conflict',
        stream: request(3),
        expected: gone,
        actual: -1,
        also: [{ stream: request(1), expected: there, actual: 0 }],
      })
      expectSame('the log', await textsInAll(store), ['before'])
    },

    'look at streams that they do not write to': async ({ store }) => {
      await append(store, saying(1, 'before'))
      const stream = request(1)
      const held = { appends: [saying(2, 'a')], checks: [{ stream, expected: exactly(0) }] }
      expectThat(E.isRight(await asked(store, held)), 'what is so is let through')
      const broken = { appends: [saying(3, 'b')], checks: [{ stream, expected: exactly(1) }] }
      expectSame('the error', (await failure(store, broken))._tag, 'Conflict')
      expectSame('the log', await textsInAll(store), ['before', 'a'])
    },

    'are looked at before the first of them is written': async ({ store }) => {
      const checks = [{ stream: request(1), expected: noStream }]
      expectThat(
        E.isRight(await asked(store, { appends: [saying(1, 'a')], checks })),
        'the check is of what was there before',
      )
    },

    'heard again are one repetition, also if something else stands there now': async ({
      store,
    }) => {
      const appends = [saying(1, 'a', { expected: noStream }), saying(2, 'b')]
      const checks = [{ stream: request(3), expected: noStream }]
      const first = await W.done(async () => asked(store, { appends, checks }))
      await append(store, saying(3, 'c'))
      await append(store, saying(1, 'd'))
      const again = await W.done(async () => asked(store, { appends, checks }))
      expectSame(
        'again',
        again,
        first.map((each) => ({ ...each, repeated: true })),
      )
      expectSame('the log', await textsInAll(store), ['a', 'b', 'c', 'd'])
    },

    'of which a part was heard are refused': async ({ store }) => {
      const known = saying(1, 'a')
      await append(store, known)
      for (const appends of [
        [known, saying(2, 'b')],
        [saying(2, 'b'), known],
      ])
        expectSame('the error', await failure(store, { appends }), {
          _tag: 'CommandIdReused',
          stream: known.stream,
          commandId: known.commandId,
        })
      expectSame('the log', await textsInAll(store), ['a'])
    },

    'do not take the id of another command': async ({ store }) => {
      const known = saying(1, 'a')
      await append(store, known)
      const appends = [saying(2, 'b'), { ...known, fingerprint: 'other' }]
      expectSame('the error', (await failure(store, { appends }))._tag, 'CommandIdReused')
      expectSame('the log', await textsInAll(store), ['a'])
    },

    'are refused if one of them is none': async ({ store }) => {
      const one = saying(1, 'a')
      const wrong = [
        noting(request(2), { events: [] }),
        saying(2, 'b', { commandId: '' as never }),
        one,
      ]
      for (const each of wrong) {
        const error = await failure(store, { appends: [one, each] })
        expectSame('the error', error._tag, 'InvalidAppend')
      }
      const checks = [{ stream: '\ud800' as StreamName, expected: noStream }]
      const error = await failure(store, { appends: [one], checks })
      expectSame('the error', error._tag, 'InvalidAppend')
      expectSame('the log', await W.everything(store), [])
    },

    'may be none, with something to look at': async ({ store }) => {
      const look = (expected: typeof noStream) =>
        asked(store, { appends: [], checks: [{ stream: request(1), expected }] })
      expectSame('as it is', await look(noStream), E.right([]))
      expectThat(E.isLeft(await look(streamExists)), 'as it is not')
      expectSame('the log', await W.everything(store), [])
    },

    'of 100 at once each find every stream as they left it': async ({ store }) => {
      const move = (n: number) =>
        asked(store, { appends: [saying(1, `${n}`), saying(2, `${n}`), saying(1, `${n}!`)] })
      const answers = await Promise.all(upTo(100).map(move))
      expectThat(answers.every(E.isRight), 'all are recorded')
      const texts = await textsInAll(store)
      for (const at of upTo(100)) {
        const [one, two, three] = texts.slice(3 * at, 3 * at + 3)
        expectSame('side by side', [two, three], [one, `${one}!`])
      }
    },

    'are not begun before their task is run, and refused once the log is closed': async ({
      store,
    }) => {
      const task = store.appendAll?.({ appends: [saying(1, 'a')] })
      expectSame('the log', await W.everything(store), [])
      await store.close()()
      expectSame('the answer', await task?.(), E.left({ _tag: 'StoreClosed' }))
    },
  },
}

export const togetherWithRivals: Theme = {
  about: 'appends that are made together',
  needs: ['together', 'rivals'],
  cases: {
    'let one of two win that look at what the other writes': async ({ store, rival }) => {
      const other = await rival()
      const race = async (n: number): Promise<void> => {
        const [a, b] = [request(2 * n), request(2 * n + 1)]
        const answers = await Promise.all([
          asked(store, { appends: [noting(a)], checks: [{ stream: b, expected: noStream }] }),
          asked(other, { appends: [noting(b)], checks: [{ stream: a, expected: noStream }] }),
        ])
        expectSame('winners', answers.filter(E.isRight).length, 1)
      }
      await Promise.all(upTo(25).map(race))
    },

    'are one repetition on the other handle too': async ({ store, rival }) => {
      const appends = [noting(request(1)), noting(request(2))]
      const first = await done(store, ...appends)
      expectSame(
        'again',
        await done(await rival(), ...appends),
        first.map((each) => ({ ...each, repeated: true })),
      )
    },
  },
}

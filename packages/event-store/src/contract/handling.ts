import * as E from 'fp-ts/lib/Either.js'
import { at, expectSame, expectThat } from '@deskledger/kernel/testing'
import { handle } from '../handle.ts'
import type { EventStore } from '../port.ts'
import type { Theme } from './trial.ts'
import { call, end, issue, streamOfVoucher, use, voucher } from './voucher.ts'
import * as W from './words.ts'

const { upTo } = W

const deskOn = (store: EventStore, cachedStreams = 100) =>
  handle(voucher, store, { clock: () => at(0), cachedStreams })

/** The commands that are recorded, each once however many events it has. */
const commandsIn = async (store: EventStore): Promise<ReadonlyArray<string>> => {
  const all = (await W.eventsOf(store.readAll())).map(({ commandId }) => commandId)
  return [...new Set(all)].sort()
}

export const handling: Theme = {
  about: 'a desk on it',
  cases: {
    'handles 1,000 commands at once on 300 streams, none lost and none twice': async ({
      store,
    }) => {
      const send = deskOn(store)
      const sent = [
        ...upTo(300).map((n) => send(issue(n, 10), call(n))()),
        ...upTo(700).map((n) => send(use(n % 300, 1), call(300 + n))()),
      ]
      expectSame('failures', (await Promise.all(sent)).filter(E.isLeft), [])
      expectSame(
        'commands',
        await commandsIn(store),
        upTo(1_000).map((n) => call(n).commandId),
      )
      expectSame('events', (await W.everything(store)).length, 1_000)
    },

    'handles 1,000 commands at once on one stream, none lost and none twice': async ({ store }) => {
      const send = deskOn(store)
      await W.done(send(issue(1, 1_000), call(0)))
      const sent = upTo(1_000).map((n) => send(use(1, 1), call(n + 1))())
      expectSame('failures', (await Promise.all(sent)).filter(E.isLeft), [])
      expectSame('events', (await W.everything(store)).length, 1_001)
    },
  },
}

export const rivalDesks: Theme = {
  about: 'two desks on it, each with a handle of its own,',
  needs: ['rivals'],
  cases: {
    'refuse only on what is recorded now': async ({ store, rival }) => {
      const [desk, other] = [deskOn(store), deskOn(await rival())]
      await W.done(desk(issue(1, 5), call(1)))
      await W.done(other(use(1, 4), call(2)))
      expectSame('refusal', await W.failure(desk(use(1, 2), call(3))), {
        _tag: 'NotEnough',
        left: 1,
      })
      await W.done(desk(end(1), call(4)))
      const refusal = { _tag: 'NotOpen', status: 'closed' }
      expectSame('refusal', await W.failure(other(use(1, 1), call(5))), refusal)
      expectSame('nothing to do', (await W.done(other(end(1), call(6)))).events, [])
    },

    'give the same first answer to a command that comes to both': async ({ store, rival }) => {
      const desks = [deskOn(store), deskOn(await rival())]
      const answers = await Promise.all(
        upTo(40).flatMap((n) => desks.map((desk) => W.done(desk(issue(n, 5), call(n))))),
      )
      expectSame('first answers', answers.filter(({ repeated }) => !repeated).length, 40)
      expectSame('events', (await W.everything(store)).length, 40)
    },

    'share one voucher to the last hour, and not one more': async ({ store, rival }) => {
      const desks = [deskOn(store), deskOn(await rival(), 0)]
      await W.done(deskOn(store)(issue(1, 60), call(0)))
      const sent = upTo(100).map((n) => (desks[n % 2] ?? deskOn(store))(use(1, 1), call(n + 1))())
      const answers = await Promise.all(sent)
      const granted = answers.filter(E.isRight).map(({ right }) => right.revision)
      expectSame(
        'granted',
        granted.sort((a, b) => a - b),
        upTo(60).map((n) => n + 1),
      )
      for (const answer of answers)
        expectThat(
          E.isRight(answer) || answer.left._tag === 'NotEnough',
          'refused by the rule',
          answer,
        )
      expectSame('events', (await W.eventsOf(store.readStream(streamOfVoucher(1)))).length, 61)
    },
  },
}

import type { Instant } from '@deskledger/kernel'
import { expectSame } from '@deskledger/kernel/testing'
import { maxEventBytes } from '../limits.ts'
import type { Append, EventStore, NewEvent } from '../port.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, failure, noted, noting, request } = W

type Reason = 'empty' | 'malformed' | 'notJson' | 'tooLarge'

/** Refused for `reason`, and the log is as it was and goes on. */
const refused = async (store: EventStore, wish: Append, reason: Reason): Promise<void> => {
  const before = await W.everything(store)
  const error = await failure(store.append(wish))
  expectSame('the error', error._tag === 'InvalidAppend' && error.reason, reason)
  expectSame('the log', await W.everything(store), before)
}

/** The same among good events: all or none. */
const badEvent =
  (reason: Reason, ...bad: ReadonlyArray<Partial<NewEvent>>) =>
  async ({ store }: { readonly store: EventStore }): Promise<void> => {
    await append(store, noting(request(1)))
    for (const event of bad) {
      const events = [noted('good'), noted('bad', event), noted('good')]
      await refused(store, noting(request(1), { events }), reason)
    }
    const { firstRevision } = await append(store, noting(request(1)))
    expectSame('the next revision', firstRevision, 1)
  }

const cyclic = (): unknown => {
  const self: { me?: unknown } = {}
  self.me = self
  return self
}
const tooDeep = (): unknown => {
  let value: unknown = 0
  for (let i = 0; i < 1_000_000; i += 1) value = [value]
  return value
}
const failing = {
  toJSON: () => {
    throw new Error('no')
  },
}

export const limits: Theme = {
  about: 'nothing is written of an append',
  cases: {
    'without events': ({ store }) => refused(store, noting(request(1), { events: [] }), 'empty'),

    'with data that is not JSON': badEvent(
      'notJson',
      { data: undefined },
      { data: () => 1 },
      { data: Symbol('x') },
      { data: { big: 1n } },
      { data: cyclic() },
      { data: failing },
    ),

    'with data nested so deep that no stack holds it': badEvent('notJson', { data: tooDeep() }),

    'with an event one byte beyond the limit': badEvent(
      'tooLarge',
      { data: 'x'.repeat(maxEventBytes - 1) },
      { data: '√'.repeat((maxEventBytes - 1) / 3) },
    ),

    'with an event far beyond the limit': badEvent('tooLarge', { data: '√'.repeat(maxEventBytes) }),

    'with a time or a version that is not a whole number': badEvent(
      'malformed',
      { occurredAt: 1.5 as Instant },
      { occurredAt: NaN as Instant },
      { occurredAt: Infinity as Instant },
      { schemaVersion: 1.5 },
      { schemaVersion: NaN },
    ),

    'with an event type that is empty or half a character': badEvent(
      'malformed',
      { type: '' },
      { type: 'Request\ud800' },
    ),

    'with a name or an id that is empty or half a character': async ({ store }) => {
      const bad: ReadonlyArray<Partial<Append>> = [
        { stream: '' as never },
        { stream: 'request-\ud800' },
        { commandId: '' as never },
        { commandId: '\udfff' as never },
        { fingerprint: '\ud800' },
      ]
      for (const each of bad) await refused(store, noting(request(1), each), 'malformed')
    },

    'whose events the error names by type only': async ({ store }) => {
      const event = noted('secret', { type: 'RequestMoved', data: { secret: 1n } })
      const wish = noting(request(1), { events: [event] })
      expectSame('the error', await failure(store.append(wish)), {
        _tag: 'InvalidAppend',
        stream: request(1),
        reason: 'notJson',
        type: 'RequestMoved',
      })
    },

    'that was refused, so its id is free': async ({ store }) => {
      const wish = noting(request(1), { events: [] })
      await refused(store, wish, 'empty')
      const { repeated } = await append(store, { ...wish, events: W.notes(1) })
      expectSame('repeated', repeated, false)
    },

    'among others at once, which are all written': async ({ store }) => {
      const good = W.appendAll(
        store,
        W.upTo(20).map((n) => noting(request(n))),
      )
      const bad = failure(store.append(noting(request(1), { events: [noted('', { data: 1n })] })))
      const more = W.appendAll(
        store,
        W.upTo(20).map((n) => noting(request(n))),
      )
      await Promise.all([good, bad, more])
      expectSame('events', (await W.everything(store)).length, 40)
    },
  },
}

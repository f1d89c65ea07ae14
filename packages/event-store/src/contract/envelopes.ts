import * as O from 'fp-ts/lib/Option.js'
import type { Actor, Instant } from '@deskledger/kernel'
import { at, expectSame, expectThat } from '@deskledger/kernel/testing'
import { uuidOf } from '../identity.ts'
import type { Append, EventStore } from '../port.ts'
import type { Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noted, noting, request, upTo } = W

/** What is recorded of `wish`, read back from its stream. */
const recorded = async (store: EventStore, wish: Append) => {
  const { firstRevision } = await append(store, wish)
  return W.eventsOf(store.readStream(wish.stream, firstRevision))
}

export const envelopes: Theme = {
  about: 'a recorded event',
  cases: {
    'keeps its type, its version and when it happened': async ({ store }) => {
      const event = noted('x', { type: 'RequestMoved', schemaVersion: 7, occurredAt: at(5) })
      const [found] = await recorded(store, noting(request(1), { events: [event] }))
      expectSame(
        'the event',
        [found?.type, found?.schemaVersion, found?.occurredAt, found?.stream, found?.revision],
        ['RequestMoved', 7, at(5), request(1), 0],
      )
    },

    'may have happened long ago or be said to come': async ({ store }) => {
      const times = [-62_135_596_800_000, -1, 0, 253_402_300_799_999].map(
        (millis) => millis as Instant,
      )
      const events = times.map((occurredAt) => noted('x', { occurredAt }))
      const found = await recorded(store, noting(request(1), { events }))
      expectSame(
        'times',
        found.map(({ occurredAt }) => occurredAt),
        times,
      )
    },

    'keeps who acted, for whom and why': async ({ store }) => {
      const actors: ReadonlyArray<Actor> = [
        { kind: 'agent', id: 'agent-ana' },
        { kind: 'supervisor', id: 'chief', onBehalfOf: 'agent-ben', reason: 'absence' },
        { kind: 'system', id: 'routing', reason: 'overflow' },
      ]
      for (const actor of actors) {
        const [found] = await recorded(store, noting(request(1), { actor }))
        expectSame('the actor', found?.actor, actor)
      }
    },

    'keeps what it belongs to and what led to it': async ({ store }) => {
      const [correlationId, causationId] = [W.anId(), W.anId()]
      const wish = noting(request(1), { correlationId, causationId })
      for (const event of await recorded(store, { ...wish, events: W.notes(2) }))
        expectSame(
          'ids',
          [event.commandId, event.correlationId, event.causationId],
          [wish.commandId, correlationId, causationId],
        )
    },

    'belongs to its command unless told otherwise': async ({ store }) => {
      const wish = noting(request(1))
      const [found] = await recorded(store, wish)
      expectSame(
        'ids',
        [found?.correlationId, found?.causationId],
        [wish.commandId, wish.commandId],
      )
    },

    'keeps whom it concerns, in order': async ({ store }) => {
      const concerns = [['party:b', 'party:a', 'asset:"1"'], [], ['party:a']] as const
      const events = concerns.map((some) => noted('x', { concerns: some }))
      const found = await recorded(store, noting(request(1), { events }))
      expectSame(
        'concerns',
        found.map((event) => event.concerns),
        concerns,
      )
    },

    'has an id made of its stream, its command and its place': async ({ store }) => {
      const wish = noting(request(1), { events: W.notes(3) })
      await append(store, noting(request(1)))
      const found = await recorded(store, wish)
      expectSame(
        'ids',
        found.map(({ id }) => id),
        upTo(3).map((i) => uuidOf(`${wish.stream}/${wish.commandId}/${i}`)),
      )
    },

    'has an id of its own': async ({ store }) => {
      const commandId = W.anId()
      for (const n of [1, 2])
        await append(store, noting(request(n), { commandId, events: W.notes(20) }))
      const ids = (await W.eventsOf(store.readAll())).map(({ id }) => id)
      expectSame('different ids', new Set(ids).size, 40)
    },

    'is the same however it is read': async ({ store }) => {
      const wish = noting(request(1), { events: W.notes(3), causationId: W.anId() })
      const ofStream = (await recorded(store, wish)).map(W.spelled)
      const heard = await W.done(store.heard(wish.stream, wish.commandId))
      const followed = await W.firstOf(store.subscribe(), 3)
      expectSame('in the log', await W.everything(store), ofStream)
      expectSame('as heard', O.toUndefined(heard)?.events.map(W.spelled), ofStream)
      expectSame('by a subscription', followed.map(W.spelled), ofStream)
    },

    'can hold decoded data in its envelope': async ({ store }) => {
      const [found] = await recorded(store, noting(request(1), { causationId: W.anId() }))
      const held = found?.holding({ decoded: true })
      expectSame(
        'the same otherwise',
        held && { ...W.spelled(held), data: found?.data },
        found && W.spelled(found),
      )
      expectSame(
        'its data',
        [held?.data, found?.data],
        [{ decoded: true }, { text: 'called back' }],
      )
    },

    'can be looked at after the log was closed': async ({ store }) => {
      const wish = noting(request(1), { events: W.notes(3), causationId: W.anId() })
      const before = await recorded(store, wish)
      const all = await W.eventsOf(store.readAll())
      await W.done(store.close())
      expectSame('it', before.map(W.spelled), all.map(W.spelled))
    },
  },
}

export const recordedTimes: Theme = {
  about: 'the time of recording',
  needs: ['clock'],
  cases: {
    "is the store's own, one for each append": async ({ store, setClock }) => {
      setClock(at(7))
      const { recordedAt } = await append(store, noting(request(1), { events: W.notes(2) }))
      const found = await W.eventsOf(store.readAll())
      expectSame(
        'times',
        [recordedAt, ...found.map((event) => event.recordedAt)],
        [at(7), at(7), at(7)],
      )
    },

    'never goes back, though the clock does': async ({ store, setClock }) => {
      const answers = []
      for (const minute of [5, 3, -60, 6, 4]) {
        setClock(at(minute))
        answers.push(await append(store, noting(request(minute === 3 ? 1 : 2))))
      }
      const wanted = [at(5), at(5), at(5), at(6), at(6)]
      const found = await W.eventsOf(store.readAll())
      expectSame(
        'as answered',
        answers.map(({ recordedAt }) => recordedAt),
        wanted,
      )
      expectSame(
        'as read',
        found.map(({ recordedAt }) => recordedAt),
        wanted,
      )
    },

    'of many at once never falls from one position to the next': async ({ store, setClock }) => {
      let minute = 0
      const hop = async (n: number): Promise<void> => {
        setClock(at((minute += n % 3 === 0 ? -5 : 4)))
        await append(store, noting(request(n % 7)))
      }
      await Promise.all(upTo(60).map(hop))
      const times = (await W.eventsOf(store.readAll())).map(({ recordedAt }) => recordedAt)
      expectThat(
        times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0)),
        'it rises',
        times,
      )
    },
  },
}

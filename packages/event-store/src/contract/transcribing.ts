/**
 * A log that takes the place of another: a log in memory, for any engine can be held against that.
 */
import * as fc from 'fast-check'
import * as O from 'fp-ts/lib/Option.js'
import type { Actor, Instant } from '@deskledger/kernel'
import { at, expectSame, expectThat } from '@deskledger/kernel/testing'
import { memoryEventStore } from '../memory/index.ts'
import type { Append, EventStore, StoredEvent } from '../port.ts'
import { differenceOf } from '../transcript.ts'
import type { Transcript, Transcription } from '../transcription.ts'
import type { Bench, Theme } from './trial.ts'
import * as W from './words.ts'

const { append, noted, noting, request } = W

const movable = ({ transcription }: EventStore): Transcription => {
  if (transcription === undefined) throw new Error('this log was not said to lack transcription')
  return transcription
}

const transcriptsOf = async (
  store: EventStore,
  after?: number,
): Promise<ReadonlyArray<Transcript>> => {
  const all: Array<Transcript> = []
  for await (const { appends } of movable(store).read(after)) all.push(...appends)
  return all
}

const transcribe = (store: EventStore, appends: ReadonlyArray<Transcript>): Promise<void> =>
  W.done(movable(store).write(appends))

/** What stays of an event when it moves: all but its place among all. */
const moved = (event: StoredEvent) => ({ ...W.spelled(event), position: 0, token: '' })
const movedIn = async (store: EventStore) =>
  (await W.eventsOf(store.readAll())).map((event) => moved(event))

const chief: Actor = { kind: 'supervisor', id: 'chief', onBehalfOf: 'ana', reason: 'absence' }
const someday = at(60)

/** Three streams, commands of one and of several events, and everything an envelope may hold. */
const story: ReadonlyArray<Append> = [
  noting(request(1), { events: W.notes(3) }),
  noting(request(1), { events: [noted('x', { concerns: ['party:a', 'asset:"1"'] })] }),
  noting(request(2), { actor: chief, correlationId: W.anId(), causationId: W.anId() }),
  noting('policy-x', {
    events: [noted('é\n"', { schemaVersion: 3, occurredAt: -1 as Instant }), noted('y')],
  }),
  noting(request(2), { fingerprint: '' }),
]

/** A log in memory that was told `wishes`, a minute apart. */
const told = async (wishes: ReadonlyArray<Append>): Promise<EventStore> => {
  let minute = 0
  const source = memoryEventStore({ clock: () => at(minute), pageSize: 4 })
  for (const wish of wishes) {
    await append(source, wish)
    minute += 1
  }
  return source
}

const inCommits = (appends: ReadonlyArray<Transcript>): ReadonlyArray<Transcript> =>
  appends.map((each, i) => ({ ...each, commit: Math.floor(i / 2) + 1, recordedAt: someday }))

export const transcribing: Theme = {
  about: 'a log that takes the place of another',
  needs: ['transcription'],
  cases: {
    'reads as that one, in the same order, whoever looks': async ({ store }) => {
      const source = await told(story)
      await transcribe(store, await transcriptsOf(source))
      expectSame('events', await movedIn(store), await movedIn(source))
      for (const { stream } of story) {
        const [there, here] = [source, store].map((log) => W.eventsOf(log.readStream(stream)))
        expectSame(stream, (await here)?.map(moved), (await there)?.map(moved))
      }
    },

    'tells the same transcripts, to the byte': async ({ store }) => {
      const appends = inCommits(await transcriptsOf(await told(story)))
      await transcribe(store, appends)
      expectSame('transcripts', await transcriptsOf(store), appends)
    },

    'tells of its own appends what it would be told': async ({ store }) => {
      for (const wish of story) await append(store, wish)
      const [here, there] = [await transcriptsOf(store), await transcriptsOf(await told(story))]
      expectSame('transcripts', here.map(unsealed), there.map(unsealed))
    },

    'tells them from any append on': async ({ store }) => {
      await transcribe(store, await transcriptsOf(await told(story)))
      const whole = await transcriptsOf(store)
      const positions: Array<number> = [0]
      for (const { stream, firstRevision, events } of whole) {
        const last = await W.eventsOf(store.readStream(stream, firstRevision + events.length - 1))
        positions.push(last[0]?.position ?? 0)
      }
      for (const [i, position] of positions.entries())
        expectSame(`from ${i}`, await transcriptsOf(store, position), whole.slice(i))
    },

    'knows the commands that one has heard': async ({ store }) => {
      await transcribe(store, await transcriptsOf(await told(story)))
      for (const wish of story) {
        const heard = O.toUndefined(await W.done(store.heard(wish.stream, wish.commandId)))
        expectSame('fingerprint', heard?.fingerprint, wish.fingerprint)
        expectSame('events', heard?.events.length, wish.events.length)
        expectThat((await append(store, wish)).repeated, 'it was heard before')
        const reused = await W.failure(store.append({ ...wish, fingerprint: 'another' }))
        expectSame('the id', reused._tag, 'CommandIdReused')
      }
      expectSame('nothing new', (await transcriptsOf(store)).length, story.length)
    },

    'goes on by commands of its own': async ({ store, setClock }) => {
      setClock(at(-9))
      await transcribe(store, await transcriptsOf(await told(story)))
      const { firstRevision, recordedAt } = await append(store, noting(request(1)))
      expectSame('revision', firstRevision, 4)
      expectThat(recordedAt >= at(2), 'not recorded before what stands there')
    },

    'is written once, however often and in whatever parts it is told': async ({ store }) => {
      const appends = await transcriptsOf(await told(story))
      await transcribe(store, appends.slice(0, 2))
      await transcribe(store, appends.slice(0, 4))
      await transcribe(store, appends.slice(2))
      await transcribe(store, [])
      expectSame('transcripts', (await transcriptsOf(store)).map(bare), appends.map(bare))
    },

    'refuses what contradicts it': async ({ store }) => {
      const appends = await transcriptsOf(await told(story))
      await transcribe(store, appends)
      const before = await movedIn(store)
      for (const [what, wrong] of contradictions(appends)) {
        const error = await W.failure(movable(store).write([wrong]))
        expectSame(what, error._tag, 'Diverged')
      }
      expectSame('events', await movedIn(store), before)
    },

    'refuses what no log of ours would spell so': async ({ store }) => {
      const [whole] = await transcriptsOf(await told(story.slice(0, 1)))
      for (const wrong of whole === undefined ? [] : malformed(whole)) {
        const error = await W.failure(movable(store).write([wrong]))
        expectSame('the error', error._tag, 'InvalidAppend')
      }
      expectSame('events', await movedIn(store), [])
    },

    'is the same, whatever that one has recorded': (log) => sameWhatever(log),

    'writes nothing once it is closed': async ({ store }) => {
      const appends = await transcriptsOf(await told(story))
      await W.done(store.close())
      expectSame('the error', await W.failure(movable(store).write(appends)), {
        _tag: 'StoreClosed',
      })
    },
  },
}

export const transcribingInTime: Theme = {
  about: 'a log whose times never fall, and that takes the place of another',
  needs: ['transcription', 'risingTimes'],
  cases: {
    'refuses what was recorded before what stands there': async ({ store }) => {
      const [first, second] = await transcriptsOf(await told(story))
      if (first === undefined || second === undefined) return
      const early = { ...second, recordedAt: (first.recordedAt - 1) as Instant }
      const error = await W.failure(movable(store).write([first, early]))
      const { stream, firstRevision: revision } = early
      expectSame('the error', error, { _tag: 'TimeReversed', stream, revision })
    },
  },
}

/** What two logs with clocks of their own tell of one append, and what is not sealed of it. */
const unsealed = ({ events, stream, firstRevision, commandId }: Transcript) => {
  const known = events.map(({ type, occurredAt, meta }) => [type, occurredAt, meta])
  return { stream, firstRevision, commandId, known }
}

/** Logs that take back no commit, and tell each append as one of its own. */
const bare = ({ stream, firstRevision, recordedAt, fingerprint, events }: Transcript) => ({
  stream,
  firstRevision,
  recordedAt,
  fingerprint,
  events,
})

const contradictions = (
  appends: ReadonlyArray<Transcript>,
): ReadonlyArray<readonly [string, Transcript]> => {
  const [first, second] = appends
  if (first === undefined || second === undefined) return []
  const [event, ...others] = first.events
  if (event === undefined) return []
  return [
    ['other data', { ...first, events: [{ ...event, data: '{"text":"!"}' }, ...others] }],
    ['another time', { ...first, recordedAt: (first.recordedAt + 1) as Instant }],
    ['another fingerprint', { ...first, fingerprint: 'another' }],
    ['another actor', spelledOtherwise(first, '"clerk"', '"chief"')],
    ['another type', { ...first, events: [{ ...event, type: 'RequestMoved' }, ...others] }],
    ['fewer events', { ...first, events: [event] }],
    ['another command there', renamed(first)],
    ['a gap', { ...renamed(second), firstRevision: 9 }],
  ]
}

/** The same under the id of another command. */
const renamed = (whole: Transcript): Transcript => {
  const commandId = W.anId()
  return { ...spelledOtherwise(whole, whole.commandId, commandId), commandId }
}

const spelledOtherwise = (whole: Transcript, from: string, to: string): Transcript => ({
  ...whole,
  events: whole.events.map((event) => ({ ...event, meta: event.meta.replaceAll(from, to) })),
})

const malformed = (whole: Transcript): ReadonlyArray<Transcript> => {
  const [event, ...others] = whole.events
  if (event === undefined) return []
  const withFirst = (changed: Partial<typeof event>): Transcript => ({
    ...whole,
    events: [{ ...event, ...changed }, ...others],
  })
  return [
    { ...whole, events: [] },
    { ...whole, commandId: W.anId() },
    withFirst({ data: '{ "text": "x" }' }),
    withFirst({ data: 'x' }),
    withFirst({ meta: '{}' }),
    withFirst({ meta: event.meta.replace('{', '{ ') }),
    withFirst({ schemaVersion: 1.5 }),
    { ...whole, events: whole.events.toReversed() },
  ]
}

const anyWish = fc
  .record({
    n: fc.nat(2),
    texts: fc.array(fc.json(), { minLength: 1, maxLength: 3 }),
    fingerprint: fc.base64String(),
  })
  .map(({ n, texts, fingerprint }) =>
    noting(request(n), {
      fingerprint,
      events: texts.map((text) => noted('', { data: JSON.parse(text) })),
    }),
  )

/** Each history is told to the log behind the one before, in streams of its own. */
const sameWhatever = async ({ store }: Bench): Promise<void> => {
  let round = 0
  const own = (wish: Append): Append => ({ ...wish, stream: `${wish.stream}-${round}` })
  await fc.assert(
    fc.asyncProperty(fc.array(anyWish, { maxLength: 8 }), async (wishes) => {
      round += 1
      const appends = inCommits(await transcriptsOf(await told(wishes.map(own))))
      const before = (await transcriptsOf(store)).length
      await transcribe(store, appends)
      const written = (await transcriptsOf(store)).slice(before)
      expectSame('how many', written.length, appends.length)
      for (const [i, each] of appends.entries()) {
        const found = written[i]
        expectThat(found !== undefined, 'it is there')
        if (found !== undefined) expectSame('difference', differenceOf(each, found), undefined)
      }
    }),
    { numRuns: 30 },
  )
}

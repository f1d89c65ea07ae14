import { expect, test } from '@jest/globals'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { CommandId, Instant, StreamName } from '@deskledger/kernel'
import { aWhile } from '../testing/bench.ts'
import { bellsOf } from './bells.ts'

const open = () => {
  const store = memoryEventStore({ clock: () => 0 as Instant })
  const closing = new AbortController()
  const append = (stream: StreamName) =>
    store.append({
      stream,
      expected: { _tag: 'Any' },
      events: [{ type: 'T', schemaVersion: 1, data: {}, occurredAt: 0 as Instant, concerns: [] }],
      commandId: crypto.randomUUID() as CommandId,
      fingerprint: '',
      actor: { kind: 'system', id: 'spec' },
    })()
  return { append, closing, bells: bellsOf(store, closing.signal) }
}

const never = new AbortController().signal

/** Whether there is news within a moment. */
const isRung = async (news: Promise<void>): Promise<boolean> =>
  Promise.race([news.then(() => true), aWhile(40).then(() => false)])

test('a bell rings for what was recorded while nobody waited, once', async () => {
  const { append, bells, closing } = open()
  const bell = await bells.listen('a-1')
  await append('a-1')
  await aWhile()
  expect(await isRung(bell.news(never))).toBe(true)
  expect(await isRung(bell.news(never))).toBe(false)
  closing.abort()
})

test('a bell of one stream is silent for others, and one of all is not', async () => {
  const { append, bells, closing } = open()
  const [one, all] = [await bells.listen('a-1'), await bells.listen()]
  const news = [one.news(never), all.news(never)]
  await append('b-1')
  expect(await Promise.all(news.map(isRung))).toEqual([false, true])
  await append('a-1')
  expect(await isRung(news[0] ?? Promise.reject(new Error('no news')))).toBe(true)
  closing.abort()
})

test('whoever waits is let go when it does not want to wait any more, or the server closes', async () => {
  const { bells, closing } = open()
  const bell = await bells.listen('a-1')
  const leaving = new AbortController()
  const news = bell.news(leaving.signal)
  leaving.abort()
  expect(await isRung(news)).toBe(true)
  const last = bell.news(never)
  closing.abort()
  expect(await isRung(last)).toBe(true)
})

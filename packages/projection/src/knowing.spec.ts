import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { at } from '@deskledger/kernel/testing'
import { storeClosed } from '@deskledger/event-store'
import { chained, isStillThere, type KnownStore } from './knowing.ts'
import { tell } from './testing/desk.ts'
import * as S from './testing/story.ts'

/** A log of two events whose chain at the second is `chain`; without one if there is none. */
const logWith = async (chain?: string): Promise<KnownStore> => {
  const store = memoryEventStore({ clock: () => at(0) })
  await tell(store, S.opened(1), S.opened(2))
  if (chain === undefined) return store
  return { ...store, chainAt: () => async () => E.right(O.some(chain)) }
}

const lastOf = async (store: KnownStore) => {
  for await (const { events } of store.readAll({ after: 1 }))
    for (const { position, id } of events) return { position, id }
  throw new Error('there is no second event')
}

test('a log is known again by its last event, and by its chain if it has one', async () => {
  for (const store of [await logWith(), await logWith('c1')]) {
    const seen = await chained(store, await lastOf(store))
    if (E.isLeft(seen)) throw new Error(seen.left._tag)
    expect(await isStillThere(store, seen.right)).toEqual(E.right(true))
    expect(await isStillThere(store, { ...seen.right, position: 3 })).toEqual(E.right(false))
    expect(await isStillThere(store, { ...seen.right, id: 'another' })).toEqual(E.right(false))
  }
})

test('a log with the same event behind another history is another log', async () => {
  const store = await logWith('c1')
  const seen = await chained(store, await lastOf(store))
  if (E.isLeft(seen)) throw new Error(seen.left._tag)
  const other: KnownStore = { ...store, chainAt: () => async () => E.right(O.some('c2')) }
  expect(await isStillThere(other, seen.right)).toEqual(E.right(false))
})

test('nothing was seen yet of any log', async () => {
  expect(await isStillThere(await logWith('c1'), { position: 0, id: '' })).toEqual(E.right(true))
})

test('a log that does not tell its chain is no other one, but unavailable', async () => {
  const store = await logWith('c1')
  const closed: KnownStore = { ...store, chainAt: () => async () => E.left(storeClosed) }
  expect(await isStillThere(closed, { position: 2, id: 'x' })).toEqual(E.left(storeClosed))
})

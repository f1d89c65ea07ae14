import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore } from '@deskledger/event-store'
import { inFolder, opened } from './testing/disk.ts'
import { clock, note, request } from './testing/notes.ts'

/** How many events stand in the stream of request `n` from a revision on. */
const behind = async (store: EventStore, n: number, from: number): Promise<number> => {
  let events = 0
  for await (const page of store.readStream(request(n), from)) events += page.events.length
  return events
}

const twoStores = (work: (store: EventStore, rival: EventStore) => Promise<void>) =>
  inFolder(async (folder) => {
    const file = join(folder, 'events.db')
    const [store, rival] = [opened({ file, clock }), opened({ file, clock })]
    await work(store, rival)
    await store.close()()
    await rival.close()()
  })

const noted = async (store: EventStore, n: number, command: string): Promise<void> => {
  expect(E.isRight(await store.append(note(n, command))())).toBe(true)
}

describe('the end of a stream that this process writes to', () => {
  test('is where its own last append left it', () =>
    twoStores(async (store) => {
      await noted(store, 1, 'a')
      expect(await behind(store, 1, 1)).toBe(0)
      await noted(store, 1, 'b')
      expect([await behind(store, 1, 1), await behind(store, 1, 2)]).toEqual([1, 0])
    }))

  test('is further on as soon as another connection has written', () =>
    twoStores(async (store, rival) => {
      await noted(store, 1, 'a')
      expect(await behind(store, 1, 1)).toBe(0)
      await noted(rival, 1, 'b')
      expect(await behind(store, 1, 1)).toBe(1)
      await noted(rival, 1, 'c')
      expect(await behind(store, 1, 1)).toBe(2)
    }))

  test('is there as soon as another connection has begun the stream', () =>
    twoStores(async (store, rival) => {
      expect(await behind(store, 7, 0)).toBe(0)
      await noted(rival, 7, 'a')
      expect(await behind(store, 7, 0)).toBe(1)
    }))

  test('is known also after a rival wrote and this process wrote on', () =>
    twoStores(async (store, rival) => {
      await noted(store, 1, 'a')
      await noted(rival, 1, 'b')
      await noted(rival, 2, 'c')
      expect(await behind(store, 2, 0)).toBe(1)
      await noted(store, 3, 'd')
      expect([await behind(store, 1, 0), await behind(store, 3, 0)]).toEqual([2, 1])
    }))
})

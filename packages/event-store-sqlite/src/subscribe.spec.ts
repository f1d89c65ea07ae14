import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { EventStore } from '@deskledger/event-store'
import { inFolder, opened } from './testing/disk.ts'
import { clock, note, upTo } from './testing/notes.ts'

/** What a subscription has seen so far, and whether it has ended. */
const following = (store: EventStore) => {
  const so = { events: 0, ended: false }
  void (async () => {
    for await (const { events } of store.subscribe()) so.events += events.length
    so.ended = true
  })()
  return so
}

const aFewTurns = async (): Promise<void> => {
  for (const _ of upTo(3)) await turn()
}

describe('a subscription that waits', () => {
  test('sees a commit of its own process in the next turn', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock })
      const so = following(store)
      for (const n of upTo(20)) {
        await aFewTurns()
        await store.append(note(1, `n${n}`))()
        await aFewTurns()
        expect(so.events).toBe(n + 1)
      }
      await store.close()()
    }))

  test('ends with its log in the next turn', () =>
    inFolder(async (folder) => {
      const store = opened({ file: join(folder, 'events.db'), clock })
      const so = following(store)
      await store.append(note(1, 'first'))()
      await aFewTurns()
      await store.close()()
      await aFewTurns()
      expect(so).toEqual({ events: 1, ended: true })
    }))
})

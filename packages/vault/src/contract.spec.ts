import { test } from '@jest/globals'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { agreesWithMemory, eventStoreContract, type Open } from '@deskledger/event-store/contract'
import type { EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { done, newFolder, right, sealedWith, vaultIn } from './testing/desk.ts'
import type { FileVault } from './vault.ts'

const inMemory: Open = async (settings) => {
  const folder = newFolder()
  const vault = await done(vaultIn(folder))
  const store = sealedWith(memoryEventStore(settings), vault)
  return {
    store,
    close: async () => {
      await store.close()()
      vault.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Each handle has a vault of its own, as in a process of its own. */
const onDisk: Open = async (settings) => {
  const folder = newFolder()
  const handles: Array<{ readonly store: EventStore; readonly vault: FileVault }> = []
  const another = async (): Promise<EventStore> => {
    const log = right(sqliteEventStore({ ...settings, file: join(folder, 'events.db') }))
    const vault = await done(vaultIn(folder, { desk: log.deskId }))
    const store = sealedWith(log, vault)
    handles.push({ store, vault })
    return store
  }
  const closeAll = async (): Promise<void> => {
    for (const { store, vault } of handles.splice(0)) {
      await store.close()()
      vault.close()
    }
  }
  return {
    store: await another(),
    rival: another,
    reopen: async () => {
      await closeAll()
      return another()
    },
    close: async () => {
      await closeAll()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

eventStoreContract('a sealed log in memory', inMemory, { lacks: ['rivals', 'reopening'] })
eventStoreContract('a sealed SQLite log', onDisk)

test(
  'a sealed SQLite log agrees with the log in memory, whatever is asked of both',
  () => agreesWithMemory(onDisk),
  60_000,
)

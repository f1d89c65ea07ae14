/**
 * Logs in files of their own, for specs.
 */
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Open } from '@deskledger/event-store/contract'
import { sqliteEventStore, type SqliteEventStore, type SqliteStoreSettings } from '../index.ts'

/** Where the system keeps files in memory, a sync costs nothing, and a busy disk fails no spec. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const newFolder = (): string => mkdtempSync(join(root, 'deskledger-log-'))

/** Opens a log that must open. */
export const opened = (settings: SqliteStoreSettings): SqliteEventStore => {
  const store = sqliteEventStore(settings)
  if (E.isRight(store)) return store.right
  throw Object.assign(new Error(`not opened: ${store.left._tag}`), { cause: store.left })
}

/** Runs `work` in a folder that is gone afterwards. */
export const inFolder = async <A>(work: (folder: string) => Promise<A>): Promise<A> => {
  const folder = newFolder()
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Overwrites the first page of a table; nobody may have the file open. */
export const overwriteTable = (file: string, table: string): void => {
  const db = new Database(file, { readonly: true })
  const root = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck()
  const page = Number(root.get(table))
  db.close()
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(4_096, 7), 0, 4_096, (page - 1) * 4_096)
  closeSync(handle)
}

/** An empty log in a file, for the contract: any number of handles, all closed at the end. */
export const openOnDisk: Open = async (settings) => {
  const folder = newFolder()
  const handles: Array<SqliteEventStore> = []
  const another = async (): Promise<SqliteEventStore> => {
    const store = opened({ ...settings, file: join(folder, 'events.db') })
    handles.push(store)
    return store
  }
  const closeAll = async (): Promise<void> => {
    for (const store of handles.splice(0)) await store.close()()
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

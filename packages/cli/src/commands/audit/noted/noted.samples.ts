/**
 * A log behind a server on this machine, as a cluster shows one, and what commands say of it. Goes when
 * the tests of a file end.
 */
import { afterAll, beforeAll } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, Instant } from '@deskledger/kernel'
import { anyRevision, type EventStore } from '@deskledger/event-store'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { serve, type Served } from '@deskledger/wire'
import { run } from '../../../main.ts'

export const folder = mkdtempSync(join(tmpdir(), 'deskledger-noted-'))
export const events = join(folder, 'events.db')
export const file = join(folder, 'notary.db')
export const key = join(folder, 'key')

const open = { served: undefined as Served | undefined, store: undefined as EventStore | undefined }

const opened = (): EventStore => {
  let now = 0
  const clock = (): Instant => (now += 1) as Instant
  const store = sqliteEventStore({ file: events, clock, durability: 'normal' })
  if (E.isRight(store)) return store.right
  throw new Error(store.left._tag)
}

export const begin = async (): Promise<void> => {
  const store = opened()
  Object.assign(open, { store, served: await serve({ store, port: 0 }) })
}
export const end = async (): Promise<void> => {
  await open.served?.close()
  await open.store?.close()()
}

export const url = (): string => `esdb://127.0.0.1:${open.served?.port}?tls=false`

/** Appends notes on two requests, two events each, with the commands `first` to `last`. */
export const record = async (first: number, last: number): Promise<void> => {
  for (let n = first; n <= last; n += 1)
    await open.store?.append({
      stream: `request-${n % 2}`,
      expected: anyRevision,
      events: ['RequestNoted', 'RequestSeen'].map((type) => ({
        type,
        schemaVersion: 1,
        data: { n },
        occurredAt: 0 as Instant,
        concerns: [],
      })),
      commandId: `c${n}` as CommandId,
      fingerprint: '',
      actor: { kind: 'agent', id: 'clerk' },
    })()
}

/** An event that a program without metadata of ours has written. */
export const recordForeign = async (): Promise<void> => {
  const event = { type: 'CallLogged', schemaVersion: 1, occurredAt: 0 as Instant, concerns: [] }
  await open.store?.append({
    stream: 'crm-1',
    expected: anyRevision,
    events: [{ ...event, data: { $wire: {} } }],
    commandId: 'crm' as CommandId,
    fingerprint: '',
    actor: { kind: 'system', id: 'wire' },
  })()
}

/** What the owner of the server's file does, while the server is down. */
export const tamper = async (sql: string): Promise<void> => {
  await end()
  const db = new Database(events)
  const triggers = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck()
  for (const name of triggers.all()) db.exec(`DROP TRIGGER ${String(name)}`)
  db.exec(sql)
  db.close()
  await begin()
}

/** What a command prints and how it ends. */
export const perform = async (...args: ReadonlyArray<string>) => {
  const said = { out: '', err: '' }
  const io = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    isTerminal: false,
  }
  return { code: await run(args, io), ...said }
}

export const there = () => ['--log', url(), '--notary', file]
export const audit = (...args: ReadonlyArray<string>) => perform('audit', ...args, ...there())
export const note = (...args: ReadonlyArray<string>) =>
  perform('notary', '--log', url(), '--file', file, '--once', ...args)

beforeAll(async () => {
  await begin()
  await record(1, 6)
})
afterAll(async () => {
  await end()
  rmSync(folder, { recursive: true, force: true })
})

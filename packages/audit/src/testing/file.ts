/**
 * Logs in files of their own, which go whatever happens.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Event } from '@deskledger/domain/testing'
import type { Instant, RecordedEvent } from '@deskledger/kernel'
import { anyRevision, type NewEvent } from '@deskledger/event-store'
import { openLedger, sqliteEventStore, type Ledger } from '@deskledger/event-store-sqlite'
import { done, right } from './log.ts'

/** Runs `work` on the file of a closed log of these events, up to `size` of them in one commit. */
export const withLog = async <A>(
  events: ReadonlyArray<RecordedEvent<Event>>,
  work: (file: string, ledger: () => Ledger) => A | Promise<A>,
  size = 1,
): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-proof-'))
  const file = join(folder, 'events.db')
  const open: Array<Ledger> = []
  try {
    await record(file, events, size)
    const ledger = (): Ledger => {
      const opened = right(openLedger(file))
      open.push(opened)
      return opened
    }
    return await work(file, ledger)
  } finally {
    for (const each of open) each.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const record = async (
  file: string,
  events: ReadonlyArray<RecordedEvent<Event>>,
  size: number,
): Promise<void> => {
  let now = 1_900_000_000_000
  const clock = (): Instant => (now += 1_000) as Instant
  const store = right(sqliteEventStore({ file, clock, durability: 'normal' }))
  for (const [first, ...rest] of commitsOf(events, size)) {
    if (first === undefined) continue
    const { stream, commandId, actor } = first
    const news = [first, ...rest].map(
      ({ type, schemaVersion, data, occurredAt, concerns }): NewEvent => ({
        type,
        schemaVersion,
        data,
        occurredAt,
        concerns,
      }),
    )
    const wish = { stream, expected: anyRevision, commandId, fingerprint: 'as it is', actor }
    await done(store.append({ ...wish, events: news }))
  }
  await done(store.close())
}

/** Up to `size` events each, all of one stream. */
const commitsOf = (
  events: ReadonlyArray<RecordedEvent<Event>>,
  size: number,
): ReadonlyArray<ReadonlyArray<RecordedEvent<Event>>> => {
  const commits: Array<Array<RecordedEvent<Event>>> = []
  for (const event of events) {
    const last = commits.at(-1)
    if (last !== undefined && last.length < size && last[0]?.stream === event.stream)
      last.push(event)
    else commits.push([event])
  }
  return commits
}

/**
 * Somebody who owns the file of the server: one column of one event is changed, at random, and the
 * notary asked through the wire what it finds.
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { EventStore } from '@deskledger/event-store'
import type { Finding } from '../index.ts'
import { appendOf, right, verified } from './logs.ts'
import { fileLog, overTheWire } from './served.ts'

/** A random number below `n`; the same sequence for the same seed. Source: mulberry32. */
export const dice = (seed: number): ((n: number) => number) => {
  let a = seed
  return (n) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n)
  }
}

export const eventsInSample = 60

/** A log of 60 events, as a desk on the server writes them. */
export const sampleLog = async (file: string): Promise<void> => {
  const store = fileLog(file)
  for (let i = 0, n = 0; n < eventsInSample; i += 1) {
    const data = Array.from({ length: Math.min(1 + (i % 3), eventsInSample - n) }, (_, k) => ({
      i,
      k,
    }))
    const concerns = i % 2 === 0 ? (['party:1'] as const) : []
    right(await store.append(appendOf({ request: 1 + (i % 4), data, concerns }, i))())
    n += data.length
  }
  await store.close()()
}

/** What is done to the event at a position: SQL, by the column that it changes. */
const hands: Readonly<Record<string, (position: number, roll: (n: number) => number) => string>> = {
  position: (p, roll) => `UPDATE events SET position = ${1_000 + roll(9)} WHERE position = ${p}`,
  commit_no: (p) =>
    `UPDATE events SET commit_no = iif(commit_no > 1, commit_no - 1, 2) WHERE position = ${p}`,
  stream: (p) =>
    `INSERT INTO streams VALUES (99, 'request-99');
     UPDATE events SET stream = 99 WHERE position = ${p}`,
  revision: (p, roll) => `UPDATE events SET revision = ${500 + roll(9)} WHERE position = ${p}`,
  type: (p) => `UPDATE events SET type = 3 - type WHERE position = ${p}`,
  schema_version: (p, roll) =>
    `UPDATE events SET schema_version = schema_version + ${1 + roll(9)} WHERE position = ${p}`,
  occurred_at: (p, roll) =>
    `UPDATE events SET occurred_at = occurred_at - ${1 + roll(99)} WHERE position = ${p}`,
  data: (p, roll) =>
    `UPDATE events SET data = json_set(data, '$.k', ${100 + roll(99)}) WHERE position = ${p}`,
  meta: (p) =>
    `UPDATE events SET meta = replace(meta, '"id":"clerk"', '"id":"eve"') WHERE position = ${p}`,
  row: (p) => `DELETE FROM events WHERE position = ${p}`,
}
export const columns = Object.keys(hands)

export interface Tampering {
  readonly column: string
  readonly position: number
  readonly roll: (n: number) => number
}

/** What is found in a copy of the log after it was tampered with, read through a server and client. */
export const foundAfter = (
  [events, notary]: readonly [events: string, notary: string],
  { column, position, roll }: Tampering,
): Promise<ReadonlyArray<Finding>> => {
  const copy = join(events, '..', `tampered-${column}-${position}-${roll(1_000_000)}.db`)
  copyFileSync(events, copy)
  const db = new Database(copy)
  for (const name of db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
    .pluck()
    .all())
    db.exec(`DROP TRIGGER ${String(name)}`)
  db.exec(hands[column]?.(position, roll) ?? '')
  db.close()
  return served(copy, async (log) => (await verified(notary, log, { streams: 'unasked' })).findings)
}

export const served = async <A>(
  file: string,
  work: (log: EventStore, url: string) => Promise<A>,
): Promise<A> => {
  const store = fileLog(file)
  try {
    return await overTheWire(store, work)
  } finally {
    await store.close()()
  }
}

/** Whether a finding says that something is wrong at that position. */
export const names = (findings: ReadonlyArray<Finding>, position: number): boolean =>
  findings.some((finding) => {
    if ('throughPosition' in finding)
      return finding.position <= position && position <= finding.throughPosition
    return finding._tag === 'LogReplaced' && finding.afterPosition < position
  })

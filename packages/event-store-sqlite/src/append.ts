/**
 * Writing: appends queue, and one transaction takes all that have queued (group commit).
 *
 * An append is acknowledged after COMMIT and never before. Within the transaction each is judged
 * alone, first by its command's id, then by the expected revision, and a refused one has written
 * nothing. If SQLite fails on one of many, all are rolled back and taken again one by one, so that
 * only the culprit is told. Another process that holds the log is waited for without blocking the
 * event loop; after `patienceMs` the answer is `Overloaded`.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import {
  isMet,
  metasOf,
  textsOf,
  type Append,
  type AppendError,
  type Appended,
} from '@deskledger/event-store'
import { isBusy, toAppendError } from './errors.ts'
import { namesOf } from './names.ts'

export interface AppendSettings {
  readonly clock: () => Instant
  readonly onCommit: () => void
  /** How many appends one transaction takes; 1,000 unless told. */
  readonly maxBatch?: number
  /** How many appends may wait; 10,000 unless told. */
  readonly maxQueue?: number
  /** How long to wait for other processes, in milliseconds; 10,000 unless told. */
  readonly patienceMs?: number
}

type Answer = E.Either<AppendError, Appended>

interface Waiting {
  readonly request: Append
  readonly texts: ReadonlyArray<string>
  readonly since: number
  readonly resolve: (answer: Answer) => void
}

export interface Appender {
  readonly append: (request: Append) => Promise<Answer>
  /** Resolves when everything that was queued has its answer. */
  readonly settled: () => Promise<void>
}

export const appender = (db: Database.Database, settings: AppendSettings): Appender => {
  const { clock, onCommit, maxBatch = 1_000, maxQueue = 10_000, patienceMs = 10_000 } = settings
  const write = writing(db, clock)
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  let queue: Array<Waiting> = []
  let isScheduled = false
  let whenIdle: Array<() => void> = []

  const schedule = (delayMs = 0): void => {
    if (isScheduled) return
    isScheduled = true
    if (delayMs === 0) setImmediate(flush)
    else setTimeout(flush, delayMs)
  }

  const flush = (): void => {
    isScheduled = false
    const batch = queue.slice(0, maxBatch)
    if (batch.length === 0) return
    try {
      begin.run()
    } catch (error) {
      if (isBusy(error)) return waitForRivals()
      queue = queue.slice(batch.length)
      return answerAll(batch, E.left(toAppendError(error)))
    }
    queue = queue.slice(batch.length)
    transact(batch)
    if (queue.length > 0) schedule()
    else idle()
  }

  /** The transaction has begun. */
  const transact = (batch: ReadonlyArray<Waiting>): void => {
    let answers: ReadonlyArray<Answer>
    try {
      answers = write(batch)
    } catch (error) {
      undo()
      if (batch.length === 1) return answerAll(batch, E.left(toAppendError(error)))
      return oneByOne(batch)
    }
    try {
      commit.run()
    } catch (error) {
      return answerAll(batch, afterFailedCommit(error))
    }
    batch.forEach(({ resolve }, i) => resolve(answers[i] ?? E.left(missing)))
    onCommit()
  }

  /** SQLite keeps the transaction open if COMMIT failed before anything became durable. */
  const afterFailedCommit = (error: unknown): Answer => {
    const isUndone = db.inTransaction
    undo()
    return E.left(isUndone ? toAppendError(error) : { _tag: 'OutcomeUnknown', cause: error })
  }

  const undo = (): void => {
    if (db.inTransaction) rollback.run()
    write.forget()
  }

  const oneByOne = (batch: ReadonlyArray<Waiting>): void => {
    for (const waiting of batch)
      try {
        begin.run()
        transact([waiting])
      } catch (error) {
        waiting.resolve(E.left(toAppendError(error)))
      }
  }

  const waitForRivals = (): void => {
    const now = performance.now()
    const tired = queue.filter(({ since }) => now - since > patienceMs)
    queue = queue.filter(({ since }) => now - since <= patienceMs)
    for (const { resolve, since } of tired)
      resolve(E.left({ _tag: 'Overloaded', waitedMs: Math.round(now - since) }))
    if (queue.length > 0) schedule(1 + Math.random() * 15)
    else idle()
  }

  const idle = (): void => {
    const all = whenIdle
    whenIdle = []
    for (const resolve of all) resolve()
  }

  return {
    append: (request) => {
      const texts = textsOf(request)
      if (E.isLeft(texts)) return Promise.resolve(texts)
      if (queue.length >= maxQueue)
        return Promise.resolve(E.left({ _tag: 'Overloaded', waitedMs: 0 }))
      return new Promise((resolve) => {
        queue.push({ request, texts: texts.right, since: performance.now(), resolve })
        schedule()
      })
    },
    settled: () =>
      queue.length === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve)),
  }
}

const missing: AppendError = { _tag: 'OutcomeUnknown', cause: 'an append was left without answer' }

const answerAll = (batch: ReadonlyArray<Waiting>, answer: Answer): void => {
  for (const { resolve } of batch) resolve(answer)
}

// ------------------------------------------------------------------------------------------------
// within one transaction
// ------------------------------------------------------------------------------------------------

interface Head {
  position: number
  commitNo: number
  recordedAt: number
}

interface Writing {
  (batch: ReadonlyArray<Waiting>): ReadonlyArray<Answer>
  /** After a rollback: what was remembered of this transaction is not so. */
  readonly forget: () => void
}

const writing = (db: Database.Database, clock: () => Instant): Writing => {
  const streams = namesOf(db, 'streams')
  const types = namesOf(db, 'types')
  const revisions = new Map<number, number>()
  const readHead = db
    .prepare(
      'SELECT last_position, commit_no, recorded_at FROM commits ORDER BY commit_no DESC LIMIT 1',
    )
    .raw()
  const readRevision = db
    .prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1')
    .pluck()
  const readCommand = db
    .prepare(
      'SELECT first_revision, n, fingerprint FROM commands WHERE stream = ? AND command_id = ?',
    )
    .raw()
  const readPlace = db
    .prepare(
      `SELECT e.position, c.recorded_at FROM events e JOIN commits c USING (commit_no)
       WHERE e.stream = ? AND e.revision = ?`,
    )
    .raw()
  const insertEvent = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const insertCommand = db.prepare('INSERT INTO commands VALUES (?, ?, ?, ?, ?)')
  const insertCommit = db.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, NULL, NULL)')
  const dataVersion = db.prepare('PRAGMA data_version').pluck()
  let seenVersion: unknown
  let head: Head | undefined

  const forget = (): void => {
    head = undefined
    revisions.clear()
    streams.forget()
    types.forget()
  }

  /** What is remembered holds as long as no other process has written. */
  const freshHead = (): Head => {
    const version = dataVersion.get()
    if (version !== seenVersion) forget()
    seenVersion = version
    if (head !== undefined) return head
    const row = readHead.get() as [number, number, number] | undefined
    const [position, commitNo, recordedAt] = row ?? [0, 0, -Infinity]
    head = { position, commitNo, recordedAt }
    return head
  }

  const revisionOf = (stream: number): number => {
    const known = revisions.get(stream)
    if (known !== undefined) return known
    const found = (readRevision.get(stream) as number | undefined) ?? -1
    if (revisions.size > 50_000) revisions.clear()
    revisions.set(stream, found)
    return found
  }

  const repeated = (id: number, request: Append): Answer | undefined => {
    const row = readCommand.get(id, request.commandId) as [number, number, string] | undefined
    if (row === undefined) return undefined
    const { stream, commandId } = request
    const [firstRevision, n, fingerprint] = row
    if (fingerprint !== request.fingerprint)
      return E.left({ _tag: 'CommandIdReused', stream, commandId })
    const lastRevision = firstRevision + n - 1
    const [lastPosition, recordedAt] = readPlace.get(id, lastRevision) as [number, Instant]
    return E.right({ firstRevision, lastRevision, lastPosition, recordedAt, repeated: true })
  }

  const one = ({ request, texts }: Waiting, now: Head): Answer => {
    const { stream, expected, commandId, fingerprint } = request
    const known = streams.idOf(stream)
    const before = known === undefined ? undefined : repeated(known, request)
    if (before !== undefined) return before
    const actual = known === undefined ? -1 : revisionOf(known)
    if (!isMet(expected, actual)) return E.left({ _tag: 'Conflict', stream, expected, actual })
    const id = known ?? streams.add(stream)
    const firstRevision = actual + 1
    insertCommand.run(id, commandId, firstRevision, texts.length, fingerprint)
    const metas = metasOf(request)
    let lastRevision = actual
    for (const event of request.events) {
      const index = lastRevision - actual
      lastRevision += 1
      now.position += 1
      insertEvent.run(
        now.position,
        now.commitNo,
        id,
        lastRevision,
        types.idOf(event.type) ?? types.add(event.type),
        event.schemaVersion,
        event.occurredAt,
        texts[index],
        metas[index],
      )
    }
    revisions.set(id, lastRevision)
    const recordedAt = now.recordedAt as Instant
    return E.right({
      firstRevision,
      lastRevision,
      lastPosition: now.position,
      recordedAt,
      repeated: false,
    })
  }

  const write = (batch: ReadonlyArray<Waiting>): ReadonlyArray<Answer> => {
    const before = freshHead()
    const now = {
      position: before.position,
      commitNo: before.commitNo + 1,
      recordedAt: Math.max(before.recordedAt, clock()),
    }
    const answers = batch.map((waiting) => one(waiting, now))
    if (now.position === before.position) return answers
    insertCommit.run(now.commitNo, before.position + 1, now.position, now.recordedAt)
    head = now
    return answers
  }

  return Object.assign(write, { forget })
}

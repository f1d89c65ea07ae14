/**
 * Writing: appends queue, and one transaction takes what has queued (group commit).
 *
 * An append is acknowledged after COMMIT and never before. If SQLite refuses one of many, all are
 * rolled back and taken again alone, so that only the culprit is told. A process that holds the log
 * is waited for without blocking the event loop; after `patienceMs` the answer is `Overloaded`.
 *
 * After a failure of the disk the connection is closed, and the next append opens another. If COMMIT
 * itself failed, nobody knows whether a crash would bring back what it wrote, so each append of the
 * transaction is answered `OutcomeUnknown`; the next COMMIT writes over what may have been left.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import {
  allTextsOf,
  textsOf,
  type Append,
  type AppendAll,
  type AppendError,
  type Appended,
} from '@deskledger/event-store'
import { codeOf, isBusy, isFailure, toAppendError } from './errors.ts'
import { queueOf, sizeOf, type QueueSettings, type Waiting } from './queue.ts'
import { connected, sessionOn, type Connect, type Session } from './session.ts'
import type { Answer, Asked } from './write.ts'

export interface AppendSettings extends QueueSettings {
  readonly clock: () => Instant
  readonly onCommit: () => void
  /** How long to wait for other processes, in milliseconds; 10,000 unless told. */
  readonly patienceMs?: number
}

export interface Appender {
  readonly append: (request: Append) => Promise<E.Either<AppendError, Appended>>
  readonly appendAll: (all: AppendAll) => Promise<Answer>
  /** The stream's last revision as it is now, −1 if it has no event; nothing if it is not known. */
  readonly lastRevision: (stream: string) => number | undefined
  /** Closes the connection once everything that was queued has its answer. */
  readonly close: () => Promise<void>
}

export const appender = (
  first: Database.Database,
  connect: Connect,
  settings: AppendSettings,
): Appender => {
  const { clock, onCommit, patienceMs = 10_000 } = settings
  const queue = queueOf(settings)
  let session: Session | undefined = sessionOn(first, clock)
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
    const begun = begin()
    if (E.isLeft(begun) && isBusy(begun.left)) return waitForRivals()
    const batch = queue.take()
    if (E.isLeft(begun)) answerAll(batch, E.left(toAppendError(begun.left)))
    else transact(begun.right, batch)
    if (queue.isEmpty()) idle()
    else schedule()
  }

  const begin = (): E.Either<unknown, Session> => {
    try {
      session ??= sessionOn(connected(connect), clock)
      session.begin.run()
      return E.right(session)
    } catch (error) {
      if (!isBusy(error)) distrust()
      return E.left(error)
    }
  }

  const transact = (on: Session, batch: ReadonlyArray<Waiting>): void => {
    let answers: ReadonlyArray<Answer>
    try {
      answers = on.write(batch)
    } catch (error) {
      return afterRefusal(on, batch, error)
    }
    try {
      on.commit.run()
    } catch (error) {
      return afterFailedCommit(batch, error)
    }
    batch.forEach(({ resolve }, i) => resolve(answers[i] ?? E.left(missing)))
    onCommit()
  }

  /** Nothing was written: what has no COMMIT never was. */
  const afterRefusal = (on: Session, batch: ReadonlyArray<Waiting>, error: unknown): void => {
    undo(on)
    if (isFailure(error)) distrust()
    else if (batch.length > 1) return queue.putBack(batch)
    answerAll(batch, E.left(toAppendError(error)))
  }

  /** A disk that is full stops the write before the mark that makes it a commit. */
  const afterFailedCommit = (batch: ReadonlyArray<Waiting>, cause: unknown): void => {
    distrust()
    const isFull = codeOf(cause) === 'SQLITE_FULL'
    answerAll(batch, E.left(isFull ? { _tag: 'StoreFull' } : { _tag: 'OutcomeUnknown', cause }))
  }

  const undo = ({ db, write, rollback }: Session): void => {
    write.forget()
    try {
      if (db.inTransaction) rollback.run()
    } catch {
      distrust()
    }
  }

  const distrust = (): void => {
    session?.db.close()
    session = undefined
  }

  const waitForRivals = (): void => {
    const now = performance.now()
    for (const { resolve, since } of queue.expired(now - patienceMs))
      resolve(E.left({ _tag: 'Overloaded', waitedMs: Math.round(now - since) }))
    if (queue.isEmpty()) idle()
    else schedule(1 + Math.random() * 15)
  }

  /** Between transactions only, as every caller is: a transaction is done within one turn. */
  const lastRevision = (stream: string): number | undefined => {
    try {
      return session?.write.lastRevision(stream)
    } catch {
      return undefined
    }
  }

  const ask = (asked: Asked, resolve: Waiting['resolve']): void => {
    const since = performance.now()
    if (queue.offer({ ...asked, size: sizeOf(asked.texts), since, resolve })) schedule()
    else resolve(E.left({ _tag: 'Overloaded', waitedMs: 0 }))
  }

  const idle = (): void => {
    const all = whenIdle
    whenIdle = []
    for (const resolve of all) resolve()
  }

  const settled = (): Promise<void> =>
    queue.isEmpty() ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))

  return {
    append: (request) => {
      const texts = textsOf(request)
      if (E.isLeft(texts)) return Promise.resolve(texts)
      const asked = { all: { appends: [request] }, texts: [texts.right] }
      return new Promise((resolve) => ask(asked, (answer) => resolve(E.flatMap(theOnly)(answer))))
    },
    appendAll: (all) => {
      const texts = allTextsOf(all)
      if (E.isLeft(texts)) return Promise.resolve(texts)
      return new Promise((resolve) => ask({ all, texts: texts.right }, resolve))
    },
    lastRevision,
    close: async () => {
      await settled()
      distrust()
    },
  }
}

const missing: AppendError = { _tag: 'OutcomeUnknown', cause: 'an append was left without answer' }

const theOnly = ([place]: ReadonlyArray<Appended>): E.Either<AppendError, Appended> =>
  place === undefined ? E.left(missing) : E.right(place)

const answerAll = (batch: ReadonlyArray<Waiting>, answer: Answer): void => {
  for (const { resolve } of batch) resolve(answer)
}

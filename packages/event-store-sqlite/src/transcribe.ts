/**
 * A log that takes the place of another: what that one recorded, under its times, in commits and
 * under positions of its own. A run of appends under one number is one commit, so a log that was
 * moved away and back has the chain that it had.
 *
 * Each call is one transaction, on a connection of its own that opens with the first call. A refused
 * call has written nothing.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { appendOf, type AppendError, type Transcript } from '@deskledger/event-store'
import type { TranscribeError } from '@deskledger/event-store'
import { isBusy, toAppendError, type OpenError } from './errors.ts'
import type { Connect } from './session.ts'
import { transcribingOn } from './transcribed.ts'

export interface Transcriber {
  readonly write: (appends: ReadonlyArray<Transcript>) => Promise<E.Either<TranscribeError, void>>
  readonly close: () => void
}

type Answer = E.Either<TranscribeError, void>

interface Session {
  readonly db: Database.Database
  readonly write: (appends: ReadonlyArray<Transcript>) => Answer
}

export const transcriber = (
  connect: Connect,
  {
    patienceMs = 10_000,
    onCommit,
  }: { readonly patienceMs?: number; readonly onCommit: () => void },
): Transcriber => {
  let session: Session | undefined

  const close = (): void => {
    session?.db.close()
    session = undefined
  }

  /** Whatever failed, the next call begins on another connection. */
  const attempt = (appends: ReadonlyArray<Transcript>): Answer | 'busy' => {
    try {
      const opened = session ?? sessionOn(connect)
      session = opened
      opened.db.exec('BEGIN IMMEDIATE')
      const answer = opened.write(appends)
      opened.db.exec(E.isRight(answer) ? 'COMMIT' : 'ROLLBACK')
      if (E.isLeft(answer)) close()
      return answer
    } catch (error) {
      close()
      return isBusy(error) ? 'busy' : E.left(toAppendError(error))
    }
  }

  return {
    close,
    write: async (appends) => {
      const refusal = refusalIn(appends)
      if (refusal !== undefined) return E.left(refusal)
      const since = performance.now()
      for (;;) {
        const answer = attempt(appends)
        if (answer !== 'busy') {
          if (E.isRight(answer)) onCommit()
          return answer
        }
        const waitedMs = Math.round(performance.now() - since)
        if (waitedMs > patienceMs) return E.left({ _tag: 'Overloaded', waitedMs })
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 15))
      }
    },
  }
}

const refusalIn = (appends: ReadonlyArray<Transcript>): AppendError | undefined => {
  for (const transcript of appends) {
    const append = appendOf(transcript)
    if (E.isLeft(append)) return append.left
  }
  return undefined
}

/** The reason why there is no connection is what the call fails of. */
const sessionOn = (connect: Connect): Session => {
  const db: E.Either<OpenError, Database.Database> = connect()
  if (E.isLeft(db)) throw db.left
  return { db: db.right, write: transcribingOn(db.right) }
}

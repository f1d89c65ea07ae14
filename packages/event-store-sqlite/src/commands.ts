/**
 * The commands that the log has heard, as appends meet them: within a transaction that has begun.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import type { Append, AppendError, Appended } from '@deskledger/event-store'
import { isClash } from './errors.ts'

type Answer = E.Either<AppendError, Appended>

/** When a commit that is being written is recorded. */
interface Now {
  readonly recordedAt: number
}

export interface Commands {
  /**
   * The first answer, if the command is known. It may come twice in one transaction: then its commit
   * has no row yet.
   */
  readonly repeated: (stream: number, request: Append, now: Now) => Answer | undefined
  /** Writes the command's row; the first answer if it is there already, and nothing is written. */
  readonly write: (
    stream: number,
    request: Append,
    at: { readonly now: Now; readonly firstRevision: number },
  ) => Answer | undefined
}

export const commandsOn = (db: Database.Database): Commands => {
  const readCommand = db
    .prepare(
      'SELECT first_revision, n, fingerprint FROM commands WHERE stream = ? AND command_id = ?',
    )
    .raw()
  const readPlace = db
    .prepare(
      `SELECT e.position, c.recorded_at FROM events e LEFT JOIN commits c USING (commit_no)
       WHERE e.stream = ? AND e.revision = ?`,
    )
    .raw()
  const insertCommand = db.prepare('INSERT INTO commands VALUES (?, ?, ?, ?, ?)')

  const repeated: Commands['repeated'] = (id, request, now) => {
    const row = readCommand.get(id, request.commandId) as [number, number, string] | undefined
    if (row === undefined) return undefined
    const { stream, commandId } = request
    const [firstRevision, n, fingerprint] = row
    if (fingerprint !== request.fingerprint)
      return E.left({ _tag: 'CommandIdReused', stream, commandId })
    const lastRevision = firstRevision + n - 1
    const place = readPlace.get(id, lastRevision) as [number, Instant | null]
    const [lastPosition, committedAt] = place
    const recordedAt = committedAt ?? (now.recordedAt as Instant)
    return E.right({ firstRevision, lastRevision, lastPosition, recordedAt, repeated: true })
  }

  const write: Commands['write'] = (id, request, { now, firstRevision }) => {
    const { commandId, fingerprint, events } = request
    try {
      insertCommand.run(id, commandId, firstRevision, events.length, fingerprint)
      return undefined
    } catch (error) {
      const before = isClash(error) ? repeated(id, request, now) : undefined
      if (before === undefined) throw error
      return before
    }
  }

  return { repeated, write }
}

/**
 * The appends of a log as they are stored, with the numbers of their commits.
 */
import type Database from 'better-sqlite3'
import type { CommandId, Instant, StreamName } from '@deskledger/kernel'
import {
  storeClosed,
  type Transcript,
  type TranscriptPage,
  type TranscribedEvent,
} from '@deskledger/event-store'
import { toReadError } from './errors.ts'

/** An event's row, with that of its command and of its commit. */
interface Row extends TranscribedEvent {
  readonly position: number
  readonly stream: StreamName
  readonly revision: number
  readonly commit: number
  readonly recordedAt: Instant
  readonly commandId: CommandId
  readonly fingerprint: string
  readonly n: number
}

const own = `e.revision, t.name AS type, e.schema_version AS schemaVersion,
  e.occurred_at AS occurredAt, e.data, e.meta, c.recorded_at AS recordedAt,
  e.commit_no AS "commit", m.command_id AS commandId, m.fingerprint, m.n`

const pageSize = 1_000

/** Rejects with a `StoreError` value; each page is a short transaction. */
export const transcriptsOn = (
  db: Database.Database,
  isOpen: () => boolean,
): ((after?: number) => AsyncGenerator<TranscriptPage>) => {
  const some = db.prepare(
    `SELECT e.position, s.name AS stream, ${own}
     FROM events e JOIN streams s ON s.id = e.stream JOIN types t ON t.id = e.type
       JOIN commits c ON c.commit_no = e.commit_no
       JOIN commands m ON m.stream = e.stream AND m.command_id = e.meta ->> '$.commandId'
     WHERE e.position > ? ORDER BY e.position LIMIT ?`,
  )
  const rowsAfter = (position: number, count: number): ReadonlyArray<Row> => {
    if (!isOpen()) throw storeClosed
    try {
      return some.all(position, count) as Array<Row>
    } catch (error) {
      throw toReadError(error)
    }
  }

  return async function* (after = 0) {
    for (let [through, count] = [after, pageSize]; ;) {
      const rows = rowsAfter(through, count)
      const appends = appendsIn(rows)
      const read = appends.reduce((sum, { events }) => sum + events.length, 0)
      const last = rows[read - 1]
      if (last !== undefined) {
        through = last.position
        yield { appends, through }
      } else if (rows.length > 0 && rows.length < count) throw unfinished(rows)
      if (rows.length < count) return
      // One append may be longer than a page.
      count = last === undefined ? count * 2 : pageSize
    }
  }
}

/** The appends that are whole in `rows`. */
const appendsIn = (rows: ReadonlyArray<Row>): ReadonlyArray<Transcript> => {
  const appends: Array<Transcript> = []
  for (let at = 0; at < rows.length;) {
    const n = rows[at]?.n ?? 1
    if (at + n > rows.length) break
    appends.push(transcriptOf(rows.slice(at, at + n)))
    at += n
  }
  return appends
}

const transcriptOf = (rows: ReadonlyArray<Row>): Transcript => {
  const [first] = rows
  if (first === undefined) throw unfinished(rows)
  const { stream, revision: firstRevision, recordedAt, commandId, fingerprint, commit } = first
  const events = rows.map(({ type, schemaVersion, occurredAt, data, meta }) => ({
    type,
    schemaVersion,
    occurredAt,
    data,
    meta,
  }))
  return { stream, firstRevision, recordedAt, commandId, fingerprint, commit, events }
}

const unfinished = (rows: ReadonlyArray<Row>) =>
  ({
    _tag: 'StoreDamaged',
    cause: `events of the command at position ${rows[0]?.position ?? 0} are missing`,
  }) as const

/** What is stored of one command of a stream. */
export const transcriptOfCommand = (
  db: Database.Database,
): ((id: number, stream: StreamName, commandId: CommandId) => Transcript | undefined) => {
  const ofCommand = db.prepare(
    `SELECT e.position, ${own}
     FROM commands m JOIN events e ON e.stream = m.stream
         AND e.revision >= m.first_revision AND e.revision < m.first_revision + m.n
       JOIN types t ON t.id = e.type JOIN commits c ON c.commit_no = e.commit_no
     WHERE m.stream = ? AND m.command_id = ? ORDER BY e.revision`,
  )
  return (id, stream, commandId) => {
    const rows = ofCommand.all(id, commandId) as Array<Omit<Row, 'stream'>>
    return rows.length === 0 ? undefined : transcriptOf(rows.map((row) => ({ ...row, stream })))
  }
}

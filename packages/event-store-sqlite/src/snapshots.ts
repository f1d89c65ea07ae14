/**
 * Snapshots in a SQLite file of their own beside the log. It may be deleted at any time, also while it
 * is open, and is made when there is something to keep.
 *
 *   snapshots   stream; revision, position, chain: how far the state goes; state: as `node:v8`
 *               serialises it; mark: HMAC-SHA-256 of all of it and of what made it, under a secret of
 *               the desk, so that a row that is damaged, or that another one made, is passed over
 *
 * Nothing is synced and nobody is waited for: a state that is lost is folded again.
 */
import { existsSync, rmSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import Database from 'better-sqlite3'
import { hmacWith, type Snapshot, type Snapshots } from '@deskledger/event-store'
import { isFailure } from './errors.ts'

export interface SnapshotFile extends Snapshots {
  /** What is to be written is not written any more. */
  readonly close: () => void
}

export interface SnapshotFileSettings {
  readonly file: string
  readonly secret: Uint8Array
}

/** A larger state is not kept, in bytes. */
const largest = 4_194_304

const applicationId = 0x44534b53

type Row = readonly [revision: number, position: number, chain: string, state: Buffer, mark: string]

export const snapshotsIn = ({ file, secret }: SnapshotFileSettings): SnapshotFile => {
  const seal = hmacWith(secret)
  let opened: Rows | undefined
  let isDone = false

  const rows = (): Rows | undefined => {
    if (!isDone) opened ??= rowsIn(file)
    return opened
  }

  /** A file that cannot be read is begun anew, if it is one of ours. */
  const attempt = <A>(work: () => A): A | undefined => {
    try {
      return work()
    } catch (error) {
      if (!isFailure(error)) return undefined
      opened?.close()
      if (opened !== undefined) rmSync(file, { force: true })
      opened = undefined
      return undefined
    }
  }

  const markOf = (print: string, stream: string, of: Omit<Snapshot, 'state'>, state: Buffer) => {
    const place = JSON.stringify([print, stream, of.revision, of.position, of.chain])
    return seal(`deskledger snapshot ${place} ${state.toString('hex')}`)
  }

  const read = (print: string, stream: string): Snapshot | undefined => {
    const row = opened === undefined && !existsSync(file) ? undefined : rows()?.find(stream)
    if (row === undefined) return undefined
    const [revision, position, chain, state, mark] = row
    const place = { revision, position, chain }
    if (markOf(print, stream, place, state) !== mark) return undefined
    return { ...place, state: deserialize(state) }
  }

  const write = (print: string, stream: string, { state, ...place }: Snapshot): void => {
    const bytes = isPlain(state) ? serialize(state) : undefined
    if (bytes === undefined || bytes.length > largest) return
    const { revision, position, chain } = place
    const mark = markOf(print, stream, place, bytes)
    rows()?.keep(stream, [revision, position, chain, bytes, mark])
  }

  return {
    get: (print, stream) => attempt(() => read(print, stream)),
    put: (print, stream, snapshot) => {
      setImmediate(() => isDone || attempt(() => write(print, stream, snapshot)))
    },
    close: () => {
      isDone = true
      opened?.close()
      opened = undefined
    },
  }
}

/** Whether it comes back as it was: values, lists, sets, maps and objects without a class. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'function' || typeof value === 'symbol') return false
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  if (isCollection(value)) return [...value].every(isPlain)
  const prototype: unknown = Object.getPrototypeOf(value)
  const hasNoClass = prototype === null || Object.getPrototypeOf(prototype) === null
  return hasNoClass && Object.values(value).every(isPlain)
}

/** By its tag, because a state may come from another realm. */
const isCollection = (value: object): value is Iterable<unknown> =>
  /^\[object (Set|Map)\]$/.test(Object.prototype.toString.call(value))

interface Rows {
  readonly find: (stream: string) => Row | undefined
  readonly keep: (stream: string, row: Row) => void
  readonly close: () => void
}

/** None where the file is somebody else's. */
const rowsIn = (file: string): Rows | undefined => {
  const db = new Database(file, { timeout: 0 })
  try {
    db.pragma('synchronous = OFF')
    if (!isOurs(db)) return void db.close()
    const find = db
      .prepare('SELECT revision, position, chain, state, mark FROM snapshots WHERE stream = ?')
      .raw()
    const keep = db.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?, ?)')
    return {
      find: (stream) => find.get(stream) as Row | undefined,
      keep: (stream, row) => void keep.run(stream, ...row),
      close: () => db.close(),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

/** Two processes may come here at once: the second finds the table made. */
const isOurs = (db: Database.Database): boolean => {
  const found = db.pragma('application_id', { simple: true })
  if (found !== 0) return found === applicationId
  const make = db.transaction(() => {
    if (db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() !== 0) return
    db.pragma(`application_id = ${applicationId}`)
    db.exec(
      `CREATE TABLE snapshots(stream TEXT PRIMARY KEY, revision INTEGER NOT NULL,
         position INTEGER NOT NULL, chain TEXT NOT NULL, state BLOB NOT NULL, mark TEXT NOT NULL
       ) STRICT, WITHOUT ROWID`,
    )
  })
  make.immediate()
  return db.pragma('application_id', { simple: true }) === applicationId
}

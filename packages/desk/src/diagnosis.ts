/**
 * How a desk is: what somebody would look at first. Reads, and writes nothing.
 */
import { existsSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { failureOf } from './failure.ts'
import { logFile, viewsFile } from './folder.ts'
import { orThrow, ProblemError } from './problem.ts'
import { readDesk, type ReadingDesk } from './reading.ts'
import { sqliteVersion } from './versions.ts'

export interface Diagnosis {
  readonly ok: boolean
  readonly what: string
  readonly detail: string
  readonly mend?: string
}

const well = (what: string, detail: string): Diagnosis => ({ ok: true, what, detail })
const ill = (what: string, detail: string, mend: string): Diagnosis => ({
  ok: false,
  what,
  detail,
  mend,
})

/** Everything that was looked at, in order. Rejects with a `ProblemError` where there is no desk. */
export const diagnose = async (folder: string): Promise<ReadonlyArray<Diagnosis>> => {
  const running = well('versions', `Node ${process.versions.node}, SQLite ${sqliteVersion()}`)
  const desk = await readable(folder)
  if ('ok' in desk) return [running, desk]
  try {
    return [
      running,
      whole(logFile(folder)),
      await gapless(desk, logFile(folder)),
      ...(await models(desk)),
      roomy(folder),
    ]
  } finally {
    await desk.close()
  }
}

/** A log so damaged that it cannot even be opened is a finding; one that is out of reach is none. */
const readable = async (folder: string): Promise<ReadingDesk | Diagnosis> => {
  try {
    return await readDesk({ folder })
  } catch (caught) {
    if (!(caught instanceof ProblemError)) throw caught
    const { error, why } = caught.problem
    if (error._tag !== 'NotALog' && !isDamage(error)) throw caught
    return ill('log file', why, restore)
  }
}

const restore = 'keep the files as they are, and restore a backup'

const isDamage = (error: object): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(failureOf(error).code)

/** What SQLite itself finds wrong with the file, its indexes included. */
const whole = (file: string): Diagnosis => {
  const db = new Database(file, { readonly: true })
  try {
    const found = db.pragma('integrity_check(5)', { simple: true })
    return found === 'ok'
      ? well('log file', `${megabytes(statSync(file).size)}, sound`)
      : ill('log file', String(found), restore)
  } finally {
    db.close()
  }
}

const gapless = async (desk: ReadingDesk, file: string): Promise<Diagnosis> => {
  const head = await desk.head()
  const db = new Database(file, { readonly: true })
  const events = db.prepare('SELECT count(*) FROM events').pluck().get() as number
  const ended = db.prepare('SELECT coalesce(max(last_position), 0) FROM commits').pluck().get()
  db.close()
  return events === head && ended === head
    ? well('log', `${head.toLocaleString('en')} events, no gap`)
    : ill(
        'log',
        `${events} events, the last at position ${head}, the last commit ends at ${String(ended)}`,
        restore,
      )
}

/** Read models can always be made again, so what is wrong with them is a finding. */
const models = async (desk: ReadingDesk): Promise<ReadonlyArray<Diagnosis>> => {
  try {
    return [await level(desk), ...complete(desk)]
  } catch (caught) {
    if (!(caught instanceof ProblemError)) throw caught
    return [ill('read models', caught.problem.why, 'deskledger project --rebuild all')]
  }
}

const level = async (desk: ReadingDesk): Promise<Diagnosis> => {
  if (!existsSync(viewsFile(desk.folder)))
    return ill('read models', 'there are none', 'deskledger project')
  const { position, behind } = await desk.freshness()
  return behind === 0
    ? well('read models', `level with the log, at position ${position.toLocaleString('en')}`)
    : ill('read models', `${behind.toLocaleString('en')} events behind`, 'deskledger project')
}

/** Events that a read model could not take in. */
const complete = (desk: ReadingDesk): ReadonlyArray<Diagnosis> => {
  if (!existsSync(viewsFile(desk.folder))) return []
  const checkpoint = orThrow(desk.views().checkpoint())
  const { incompleteSince, skipped } = checkpoint
  if (incompleteSince === undefined && skipped === 0)
    return [well('completeness', 'every event was read')]
  const since =
    incompleteSince === undefined ? '' : `incomplete since position ${incompleteSince}; `
  return [
    ill(
      'completeness',
      `${since}${skipped} events skipped`,
      'open the desk with the modules that wrote them, then: deskledger project --rebuild all',
    ),
  ]
}

const roomy = (folder: string): Diagnosis => {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const used = ['events.db', 'views.db', 'keys.db']
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .reduce((sum, file) => sum + statSync(file).size, 0)
  const detail = `${megabytes(used)} used, ${megabytes(free)} free`
  return free > used / 2 + 100_000_000
    ? well('disk', detail)
    : ill('disk', detail, 'make room: a rebuild needs as much again as views.db')
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`

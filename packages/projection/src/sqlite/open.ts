/**
 * Opening a read model file: making it where there is none, and telling what is there otherwise.
 */
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Plan } from '../engine/plan.ts'
import { beginCheckpoint, readCheckpoint } from './checkpoint-row.ts'
import { applicationId, ddlOf, engineTables, format, quoted, viewDdl } from './ddl.ts'
import { isDamage } from './errors.ts'

/**
 * What stands under the name of a read model. `foreign` is a database of another application,
 * `damaged` cannot be read as a database, `outdated` was built by other projectors or from another
 * log, or by a newer version of this library.
 */
export type Found = 'nothing' | 'good' | 'outdated' | 'damaged' | 'foreign'

export const inspect = (file: string, fingerprint: string): Found => {
  if (!existsSync(file)) return 'nothing'
  let db: Database.Database | undefined
  try {
    db = new Database(file, { timeout: 5_000 })
    return found(db, fingerprint)
  } catch (error) {
    if (isDamage(error)) return 'damaged'
    throw error
  } finally {
    db?.close()
  }
}

const found = (db: Database.Database, fingerprint: string): Found => {
  if (isEmpty(db)) return 'nothing'
  const id = db.pragma('application_id', { simple: true })
  if (id !== applicationId) return 'foreign'
  if (db.pragma('user_version', { simple: true }) !== format) return 'outdated'
  return readCheckpoint(db)().fingerprint === fingerprint ? 'good' : 'outdated'
}

const isEmpty = (db: Database.Database): boolean =>
  db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0 &&
  db.pragma('application_id', { simple: true }) === 0

/** Opens a good file, or makes one; `:memory:` too. */
export const openFile = (file: string, plan: Plan, fingerprint: string): Database.Database => {
  const db = new Database(file, { timeout: 50 })
  try {
    settled(db)
    create(db, plan, fingerprint)
    renewViews(db, plan)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Durability `NORMAL` is honest here: rows and checkpoint go together, and the log can tell again. */
const settled = (db: Database.Database): void => {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.pragma('secure_delete = ON')
  db.pragma('wal_autocheckpoint = 4000')
  db.pragma('journal_size_limit = 67108864')
  db.pragma('cache_size = -64000')
}

/** Two processes may come here at once: the second finds the tables made. */
const create = (db: Database.Database, { stages, projectors }: Plan, fingerprint: string): void => {
  const views = projectors.flatMap((projector) => projector.views ?? [])
  const tables = stages.map(({ table }) => table)
  db.transaction(() => {
    if (!isEmpty(db)) return
    db.exec(engineTables)
    for (const sql of ddlOf(tables, views)) db.exec(sql)
    db.pragma(`application_id = ${applicationId}`)
    db.pragma(`user_version = ${format}`)
    beginCheckpoint(db, fingerprint)
  }).immediate()
}

/** A view whose SQL has changed is made again; nothing has to be folded for it. */
const renewViews = (db: Database.Database, { projectors }: Plan): void => {
  const wanted = projectors.flatMap(({ views = [] }) => views.map(viewDdl))
  if (isSameList(viewsIn(db, 'sql'), wanted)) return
  db.transaction(() => {
    for (const name of viewsIn(db, 'name')) db.exec(`DROP VIEW ${quoted(name)}`)
    for (const sql of wanted) db.exec(sql)
  }).immediate()
}

const viewsIn = (db: Database.Database, column: 'name' | 'sql'): ReadonlyArray<string> =>
  db
    .prepare(`SELECT ${column} FROM sqlite_schema WHERE type = 'view' ORDER BY rowid`)
    .pluck()
    .all() as ReadonlyArray<string>

const isSameList = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a.length === b.length && a.every((each, i) => each === b[i])

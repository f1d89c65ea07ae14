/**
 * What no commit accounts for: rows too many, and a schema that is not the one of this format.
 */
import Database from 'better-sqlite3'
import { codeOf } from '../errors.ts'
import { ddl } from '../schema.ts'
import type { Finding, Findings, Table } from './finding.ts'

/** What the walk over all commits has seen. */
export interface Seen {
  readonly events: number
  readonly commands: number
  readonly streams: number
  readonly types: number
}

/** Rows of each table that are listed; the count of findings goes on. */
const listed = 100

export const judgeTables = (db: Database.Database, seen: Seen, findings: Findings): void => {
  judgeSchema(db, findings)
  for (const table of ['desk', 'commits', 'events', 'checkpoints'] as const)
    guarded(findings, table, () => listRows(db, table, foreign[table], findings))
  for (const table of ['streams', 'types'] as const)
    guarded(findings, table, () => {
      if (countOf(db, table) !== seen[table]) listRows(db, table, foreign[table], findings)
    })
  guarded(findings, 'commands', () => judgeCommands(db, seen, findings))
  guarded(findings, 'events', () => judgeIndex(db, seen, findings))
}

/** What SQLite says of a table that it cannot read is a finding. */
export const guarded = (findings: Findings, table: Table | 'file', judge: () => void): void => {
  try {
    judge()
  } catch (error) {
    const code = codeOf(error)
    if (code === '') throw error
    findings.add({ _tag: 'TableUnreadable', table, code })
  }
}

const countOf = (db: Database.Database, table: Table): unknown =>
  db.prepare(`SELECT count(*) FROM ${table} NOT INDEXED`).pluck().get()

const foreign = {
  checkpoints: 'SELECT tree_size FROM checkpoints WHERE tree_size < 1',
  desk: `SELECT key FROM desk WHERE key NOT IN ('format', 'desk')`,
  streams: 'SELECT id FROM streams s WHERE NOT EXISTS (SELECT 1 FROM events WHERE stream = s.id)',
  types: 'SELECT id FROM types WHERE id NOT IN (SELECT DISTINCT type FROM events)',
  commits: 'SELECT commit_no FROM commits WHERE commit_no < 1',
  events: 'SELECT position FROM events WHERE position < 1',
} as const

const listRows = (
  db: Database.Database,
  table: keyof typeof foreign,
  sql: string,
  findings: Findings,
): void => {
  const keys = db.prepare(`${sql} LIMIT ${listed}`).pluck().all() as Array<string | number>
  for (const key of keys) findings.add({ _tag: 'ForeignRow', table, key })
}

/** Every event is within the row of its command; if there are no more rows and events, all fit. */
const judgeCommands = (db: Database.Database, seen: Seen, findings: Findings): void => {
  const sql = 'SELECT count(*), coalesce(sum(n), 0) FROM commands'
  const [rows, events] = db.prepare(sql).raw().get() as [number, number]
  if (rows === seen.commands && events === seen.events) return
  const misfits = db.prepare(misfitting).raw().all() as Array<[number, number | null]>
  for (const [stream, commit] of misfits)
    if (commit === null) findings.add({ _tag: 'ForeignRow', table: 'commands', key: stream })
    else findings.fault('CommandAltered', commit)
}

const isOf = (event: string, revision: string): string =>
  `${event}.stream = c.stream AND ${event}.revision = ${revision}
     AND json_valid(${event}.meta) AND ${event}.meta ->> '$.commandId' = c.command_id`

/** Commands whose first or last event is not there, with the commit of the first, if that is. */
const misfitting = `SELECT c.stream, a.commit_no FROM commands c
  LEFT JOIN events a ON ${isOf('a', 'c.first_revision')}
  LEFT JOIN events z ON ${isOf('z', 'c.first_revision + c.n - 1')}
  WHERE a.position IS NULL OR z.position IS NULL LIMIT ${listed}`

/** The index over streams and revisions lists each event once, or readers would miss some. */
const judgeIndex = (db: Database.Database, seen: Seen, findings: Findings): void => {
  const sql =
    'SELECT count(*), count(DISTINCT stream) FROM events INDEXED BY sqlite_autoindex_events_1'
  const [events, streams] = db.prepare(sql).raw().get() as [number, number]
  if (events !== seen.events || streams !== seen.streams)
    findings.add({ _tag: 'SchemaAltered', name: 'sqlite_autoindex_events_1' })
}

const schemaOf = (db: Database.Database): ReadonlyMap<string, string> =>
  new Map(
    db
      .prepare(`SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema`)
      .raw()
      .all() as Array<[string, string]>,
  )

const judgeSchema = (db: Database.Database, findings: Findings): void => {
  const model = new Database(':memory:')
  model.exec(ddl)
  const wanted = schemaOf(model)
  model.close()
  guarded(findings, 'file', () => {
    const found = schemaOf(db)
    const names = [...wanted.keys(), ...[...found.keys()].filter((name) => !wanted.has(name))]
    const altered = names.filter((name) => wanted.get(name) !== found.get(name))
    for (const name of altered) findings.add(alteredSchema(name))
  })
}

const alteredSchema = (name: string): Finding => ({ _tag: 'SchemaAltered', name })

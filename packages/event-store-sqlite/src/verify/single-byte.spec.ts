import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import { inFolder } from '../testing/disk.ts'
import { attacker, dice, findingsIn, logOf, names } from '../testing/tampering.ts'

interface Place {
  readonly table: string
  readonly column: string
  /** SQL for a commit that a row of the table belongs to. */
  readonly commit: string
  /** What tells one row from another. */
  readonly key: ReadonlyArray<string>
}

const placesOf = (
  table: string,
  commit: string,
  key: ReadonlyArray<string>,
  columns: ReadonlyArray<string>,
): ReadonlyArray<Place> => columns.map((column) => ({ table, column, commit, key }))

const firstOf = (table: string, column: string): string =>
  `(SELECT min(commit_no) FROM events WHERE ${column} = ${table}.id)`

const ofCommand = `(SELECT commit_no FROM events e WHERE e.stream = commands.stream
  AND e.revision = commands.first_revision)`

/** Every column of the log; the texts of events more often, since most bytes are there. */
const places: ReadonlyArray<Place> = [
  ...placesOf('events', 'commit_no', ['position'], ['position', 'commit_no', 'stream', 'revision']),
  ...placesOf('events', 'commit_no', ['position'], ['type', 'schema_version', 'occurred_at']),
  ...placesOf(
    'events',
    'commit_no',
    ['position'],
    ['data', 'meta', 'data', 'meta', 'data', 'meta'],
  ),
  ...placesOf('commits', 'commit_no', ['commit_no'], ['commit_no', 'first_position']),
  ...placesOf('commits', 'commit_no', ['commit_no'], ['last_position', 'recorded_at']),
  ...placesOf('commits', 'commit_no', ['commit_no'], ['events_root', 'chain']),
  ...placesOf('commands', ofCommand, ['stream', 'command_id'], ['stream', 'command_id', 'n']),
  ...placesOf('commands', ofCommand, ['stream', 'command_id'], ['first_revision', 'fingerprint']),
  ...placesOf('streams', firstOf('streams', 'stream'), ['id'], ['id', 'name']),
  ...placesOf('types', firstOf('types', 'type'), ['id'], ['id', 'name']),
  ...placesOf('desk', '1', ['key'], ['key', 'value']),
]

/** The value with one bit of one byte changed; of a number, one of its last two. */
const bent = (value: unknown, roll: (n: number) => number): unknown => {
  if (typeof value === 'number') return value ^ (1 << roll(16))
  const bytes = Buffer.from(value as string | Buffer)
  const i = roll(bytes.length)
  bytes[i] = (bytes[i] ?? 0) ^ (1 << roll(8))
  return bytes
}

/** Bends one value of a random row; the commit it is in, or none where SQLite refuses. */
const bend = (db: Database.Database, place: Place, roll: (n: number) => number) => {
  const { table, column, commit, key } = place
  const count = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  const [was, inCommit, ...keys] = db
    .prepare(`SELECT ${[column, commit, ...key].join(', ')} FROM ${table} LIMIT 1 OFFSET ?`)
    .raw()
    .get(roll(count)) as ReadonlyArray<unknown>
  const value = typeof was === 'string' ? 'CAST(? AS TEXT)' : '?'
  const where = key.map((each) => `${each} = ?`).join(' AND ')
  const { changes } = db
    .prepare(`UPDATE OR IGNORE ${table} SET ${column} = ${value} WHERE ${where}`)
    .run(bent(was, roll), ...keys)
  return changes === 1 ? Number(inCommit) : undefined
}

test(
  'no byte of any row can change without its commit being named: 1,000 at random',
  () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 30)
      attacker(file).close()
      const pristine = readFileSync(file)
      const roll = dice(7)
      const missed: Array<unknown> = []
      let changes = 0
      for (let i = 0; changes < 1_000; i += 1) {
        const place = places[i % places.length] ?? places[0]
        if (place === undefined) break
        const db = new Database(file)
        db.pragma('synchronous = OFF')
        const commit = bend(db, place, roll)
        db.close()
        if (commit === undefined) continue
        changes += 1
        const findings = await findingsIn(file)
        const isNamed = names(findings, commit) || findings.some(({ _tag }) => _tag === 'NotALog')
        if (!isNamed) missed.push({ ...place, commit, findings })
        writeFileSync(file, pristine)
      }
      expect(missed).toEqual([])
      expect(await findingsIn(file)).toEqual([])
    }),
  120_000,
)

/**
 * What an import must remember of its file, on disk and not in memory: which cases, how often each
 * event, in which order, and what the log held of the same cases before.
 *
 * A temporary database of SQLite, without a name in any folder: it is gone when it is closed, and
 * also when the process is killed. It holds ids, times and the labels of cases and activities.
 *
 *   cases    every case of the file; its standing once its stream has been looked at
 *   alike    how many events of the file are equal in case, activity, time and resource
 *   named    which of them the other system gave an id
 *   seen     what has been dealt with once: parties, agents, products, assessments
 *   held     activities that the log held of these cases; place: their revision
 *   filed    events of the file in cases that are compared; place: their place in the file
 *   doubled  recorded anew although the log held one alike
 */
import Database from 'better-sqlite3'

const ddl = `
  CREATE TABLE cases (
    no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, holds INTEGER, compares INTEGER, latest INTEGER
  );
  CREATE TABLE alike (likeness BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE named (name BLOB PRIMARY KEY, likeness BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE held (
    case_no INTEGER NOT NULL, source_id TEXT NOT NULL, place INTEGER NOT NULL, batch TEXT NOT NULL,
    own INTEGER NOT NULL, activity TEXT NOT NULL, at INTEGER NOT NULL, resource TEXT,
    PRIMARY KEY (case_no, source_id)
  ) WITHOUT ROWID;
  CREATE TABLE filed (
    case_no INTEGER NOT NULL, source_id TEXT NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (case_no, source_id)
  ) WITHOUT ROWID;
  CREATE TABLE doubled (case_no INTEGER NOT NULL, activity TEXT NOT NULL, at INTEGER NOT NULL);
`

/** What the log held of a case before this import. */
export interface Standing {
  /** Some of its activities, so that each event is looked up among them. */
  readonly holds: boolean
  /** Some that other imports brought, so that file and log are compared. */
  readonly compares: boolean
  /** When the last of those happened; −Infinity if there is none. */
  readonly latest: number
}

export interface Activity {
  readonly activity: string
  readonly at: number
  readonly resource: string | undefined
}

export interface HeldActivity extends Activity {
  readonly sourceId: string
  readonly revision: number
  readonly batchId: string
  /** Brought by an earlier run of this same import. */
  readonly isOwn: boolean
}

export interface Finding {
  readonly case: string
  readonly activity: string
  readonly at: number
}

export type Findings = Readonly<
  Record<'missing' | 'possibleDoubles' | 'outOfOrder', () => Iterable<Finding>>
>

export interface Scratch {
  /** The number of a case in the file, and whether this is its first event. */
  readonly caseNo: (name: string) => { readonly no: number; readonly isFirst: boolean }
  readonly standing: (no: number) => Standing | undefined
  /** Looks through what is held of a case and remembers how it stands. */
  readonly settle: (no: number) => Standing
  /** How many events like this came before. */
  readonly ordinal: (likeness: Buffer) => number
  /** Whether an event of this id came before, and was it like this one. */
  readonly named: (name: Buffer, likeness: Buffer) => 'new' | 'same' | 'other'
  /** True the first time it is asked. */
  readonly isFirst: (id: string) => boolean
  readonly hold: (no: number, activity: HeldActivity) => void
  /** What a batch brought to a case was taken back. */
  readonly release: (no: number, batchId: string) => void
  readonly holder: (no: number, sourceId: string) => 'own' | 'other' | 'none'
  /** Whether another import brought an activity like this. */
  readonly holdsAlike: (no: number, activity: Activity) => boolean
  readonly file: (no: number, sourceId: string, place: number) => void
  readonly double: (no: number, activity: Activity) => void
  readonly findings: Findings
  readonly close: () => void
}

export const openScratch = (): Scratch => {
  const db = new Database('')
  db.exec(ddl)
  db.exec('BEGIN')
  const findCase = db.prepare('SELECT no FROM cases WHERE name = ?').pluck()
  const addCase = db.prepare('INSERT INTO cases (name) VALUES (?)')
  const readStanding = db.prepare('SELECT holds, compares, latest FROM cases WHERE no = ?').raw()
  const summary = db
    .prepare(
      `SELECT count(*), count(*) FILTER (WHERE own = 0), max(at) FILTER (WHERE own = 0)
       FROM held WHERE case_no = ?`,
    )
    .raw()
  const writeStanding = db.prepare(
    'UPDATE cases SET holds = ?, compares = ?, latest = ? WHERE no = ?',
  )
  const count = db
    .prepare(
      'INSERT INTO alike VALUES (?, 1) ON CONFLICT (likeness) DO UPDATE SET n = n + 1 RETURNING n',
    )
    .pluck()
  const addName = db.prepare('INSERT OR IGNORE INTO named VALUES (?, ?)')
  const findName = db.prepare('SELECT likeness FROM named WHERE name = ?').pluck()
  const addSeen = db.prepare('INSERT OR IGNORE INTO seen VALUES (?)')
  const addHeld = db.prepare('INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const dropHeld = db.prepare('DELETE FROM held WHERE case_no = ? AND batch = ?')
  const findHeld = db.prepare('SELECT own FROM held WHERE case_no = ? AND source_id = ?').pluck()
  const findAlike = db
    .prepare(
      `SELECT 1 FROM held
       WHERE case_no = ? AND own = 0 AND activity = ? AND at = ? AND resource IS ? LIMIT 1`,
    )
    .pluck()
  const addFiled = db.prepare('INSERT OR IGNORE INTO filed VALUES (?, ?, ?)')
  const addDoubled = db.prepare('INSERT INTO doubled VALUES (?, ?, ?)')

  const standing = (no: number): Standing | undefined => {
    const row = readStanding.get(no) as [number | null, number, number | null] | undefined
    if (row === undefined || row[0] === null) return undefined
    return { holds: row[0] === 1, compares: row[1] === 1, latest: row[2] ?? -Infinity }
  }

  return {
    caseNo: (name) => {
      const found = findCase.get(name) as number | undefined
      if (found !== undefined) return { no: found, isFirst: false }
      return { no: Number(addCase.run(name).lastInsertRowid), isFirst: true }
    },
    standing,
    settle: (no) => {
      const [all, others, latest] = summary.get(no) as [number, number, number | null]
      writeStanding.run(all > 0 ? 1 : 0, others > 0 ? 1 : 0, latest, no)
      return { holds: all > 0, compares: others > 0, latest: latest ?? -Infinity }
    },
    ordinal: (likeness) => Number(count.get(likeness)) - 1,
    named: (name, likeness) => {
      if (addName.run(name, likeness).changes === 1) return 'new'
      return likeness.equals(findName.get(name) as Buffer) ? 'same' : 'other'
    },
    isFirst: (id) => addSeen.run(id).changes === 1,
    hold: (no, { sourceId, revision, batchId, isOwn, activity, at, resource = null }) =>
      void addHeld.run(no, sourceId, revision, batchId, isOwn ? 1 : 0, activity, at, resource),
    release: (no, batchId) => void dropHeld.run(no, batchId),
    holder: (no, sourceId) => {
      const own = findHeld.get(no, sourceId)
      return own === undefined ? 'none' : own === 1 ? 'own' : 'other'
    },
    holdsAlike: (no, { activity, at, resource = null }) =>
      findAlike.get(no, activity, at, resource) !== undefined,
    file: (no, sourceId, place) => void addFiled.run(no, sourceId, place),
    double: (no, { activity, at }) => void addDoubled.run(no, activity, at),
    findings: findingsIn(db),
    close: () => void db.close(),
  }
}

/** In the order of the cases in the file, and within a case as they stand in the log. */
const findingsIn = (db: Database.Database): Findings => {
  const finding = (sql: string) => () => db.prepare(sql).iterate() as Iterable<Finding>
  return {
    missing: finding(
      `SELECT name AS "case", activity, at FROM held JOIN cases ON no = case_no
       LEFT JOIN filed USING (case_no, source_id)
       WHERE own = 0 AND filed.place IS NULL ORDER BY no, held.place`,
    ),
    possibleDoubles: finding(
      `SELECT name AS "case", activity, at FROM doubled JOIN cases ON no = case_no
       ORDER BY no, doubled.rowid`,
    ),
    outOfOrder: finding(
      `SELECT name AS "case", activity, at FROM (
         SELECT case_no, activity, at, held.place,
           row_number() OVER (PARTITION BY case_no ORDER BY held.place) AS in_log,
           row_number() OVER (PARTITION BY case_no ORDER BY filed.place) AS in_file
         FROM held JOIN filed USING (case_no, source_id) WHERE own = 0
       ) JOIN cases ON no = case_no
       WHERE in_log <> in_file ORDER BY no, place`,
    ),
  }
}

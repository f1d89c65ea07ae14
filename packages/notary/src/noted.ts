/**
 * What a notary has noted, read a page at a time. Its functions, and the iterations they begin, throw
 * what SQLite throws.
 */
import type Database from 'better-sqlite3'
import type { BundledCommit } from '@deskledger/event-store/evidence'
import {
  chainOfDesk,
  treeFrom,
  type Digest,
  type RootOfRange,
} from '@deskledger/event-store/integrity'

/** An event as it was noted. */
export interface NotedEvent {
  readonly position: number
  readonly commitNo: number
  /** What the log calls its position. */
  readonly place: number
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly leaf: Digest
}

/** Where a notary has come to; all 0 before the first event. */
export interface Tip {
  readonly commitNo: number
  readonly position: number
  readonly place: number
  /** Of the last commit. */
  readonly recordedAt: number
  /** Stands for everything up to here. */
  readonly chain: Digest
}

export interface Noted {
  readonly file: string
  /** Empty until the first event, if it was not given. */
  readonly deskId: string
  readonly tip: () => Tip
  /** From `first` to `last`, both included, in order. */
  readonly commits: (first: number, last: number) => Iterable<BundledCommit>
  /** From position `first` to `last`, both included, in order. */
  readonly events: (first: number, last: number) => Iterable<NotedEvent>
  readonly find: (stream: string, revision: number) => NotedEvent | undefined
  /** How many events of a stream were noted. */
  readonly countOf: (stream: string) => number
  /** Every stream: how many events of it were noted, from which revision to which. */
  readonly streams: () => Iterable<NotedStream>
  /** The chain of a commit; that of the desk for 0. */
  readonly chainOfCommit: (commitNo: number) => Digest
  readonly rootOfRange: RootOfRange
  /** Signed checkpoints kept in the file, smallest first. */
  readonly checkpoints: () => ReadonlyArray<string>
  readonly kept: (after: number) => readonly [treeSize: number, note: string] | undefined
}

export interface NotedStream {
  readonly stream: string
  readonly events: number
  readonly first: number
  readonly last: number
}

const pageSize = 1_000

const eventColumns = `e.position, e.commit_no AS commitNo, e.place, s.name AS stream, e.revision,
  t.name AS type, lower(hex(e.leaf)) AS leaf
  FROM events e LEFT JOIN streams s ON s.id = e.stream LEFT JOIN types t ON t.id = e.type`

export const notedIn = (db: Database.Database, file: string): Noted => {
  const desk = db.prepare(`SELECT value FROM notary WHERE key = 'desk'`).pluck()
  const deskId = (desk.get() as string | undefined) ?? ''
  const last = db
    .prepare(
      `SELECT c.commit_no, c.last_position, e.place, c.recorded_at, lower(hex(c.chain))
       FROM commits c LEFT JOIN events e ON e.position = c.last_position
       ORDER BY c.commit_no DESC LIMIT 1`,
    )
    .raw()
  const commitPage = db.prepare(
    `SELECT commit_no AS commitNo, first_position AS firstPosition, last_position AS lastPosition,
       recorded_at AS recordedAt, lower(hex(events_root)) AS eventsRoot, lower(hex(chain)) AS chain
     FROM commits WHERE commit_no >= ? AND commit_no <= ? ORDER BY commit_no LIMIT ${pageSize}`,
  )
  const eventPage = db.prepare(
    `SELECT ${eventColumns} WHERE e.position >= ? AND e.position <= ?
     ORDER BY e.position LIMIT ${pageSize}`,
  )
  const one = db.prepare(`SELECT ${eventColumns} WHERE s.name = ? AND e.revision = ?`)
  const count = db
    .prepare('SELECT count(*) FROM events e JOIN streams s ON s.id = e.stream WHERE s.name = ?')
    .pluck()
  const streamPage = db.prepare(
    `SELECT s.id, s.name AS stream, count(*) AS events, min(e.revision) AS first,
       max(e.revision) AS last
     FROM streams s JOIN events e ON e.stream = s.id WHERE s.id > ?
     GROUP BY s.id ORDER BY s.id LIMIT ${pageSize}`,
  )
  const chainAt = db.prepare('SELECT lower(hex(chain)) FROM commits WHERE commit_no = ?').pluck()
  const chains = db
    .prepare(
      `SELECT lower(hex(chain)) FROM commits WHERE commit_no > ? AND commit_no <= ?
       ORDER BY commit_no LIMIT 10000`,
    )
    .pluck()
  const notes = db.prepare('SELECT note FROM checkpoints ORDER BY tree_size').pluck()
  const nextNote = db
    .prepare(
      'SELECT tree_size, note FROM checkpoints WHERE tree_size > ? ORDER BY tree_size LIMIT 1',
    )
    .raw()
  const beginning = chainOfDesk(deskId)

  return {
    file,
    deskId,
    tip: () => {
      const row = last.get() as readonly [number, number, number, number, Digest] | undefined
      const [commitNo, position, place, recordedAt, chain] = row ?? [0, 0, 0, 0, beginning]
      return { commitNo, position, place, recordedAt, chain }
    },
    commits: function* (first, end) {
      for (let next = first; next <= end;) {
        const page = commitPage.all(next, end) as Array<BundledCommit>
        yield* page
        next = (page.at(-1)?.commitNo ?? end) + 1
      }
    },
    events: function* (first, end) {
      for (let next = first; next <= end;) {
        const page = eventPage.all(next, end) as Array<NotedEvent>
        yield* page
        next = (page.at(-1)?.position ?? end) + 1
      }
    },
    find: (stream, revision) => one.get(stream, revision) as NotedEvent | undefined,
    countOf: (stream) => Number(count.get(stream)),
    streams: function* () {
      for (let after = 0; ;) {
        const page = streamPage.all(after) as Array<NotedStream & { readonly id: number }>
        yield* page
        const end = page.at(-1)
        if (end === undefined) return
        after = end.id
      }
    },
    chainOfCommit: (commitNo) =>
      commitNo === 0 ? beginning : ((chainAt.get(commitNo) as Digest | undefined) ?? ''),
    rootOfRange: (start, end) => {
      const tree = treeFrom()
      while (start + tree.size() < end) {
        const page = chains.all(start + tree.size(), end) as Array<Digest>
        if (page.length === 0) break
        for (const chain of page) tree.add(chain)
      }
      return tree.root()
    },
    checkpoints: () => notes.all() as Array<string>,
    kept: (after) => nextNote.get(after) as readonly [number, string] | undefined,
  }
}

/**
 * The notary's own file, commit by commit: whether what it noted still leads to the chain that it says.
 */
import Database from 'better-sqlite3'
import type { BundledCommit } from '@deskledger/event-store/evidence'
import { chainOf, chainOfDesk, rootOfAll, type Tree } from '@deskledger/event-store/integrity'
import type { Noted, NotedEvent } from '../noted.ts'
import { ddl } from '../schema.ts'
import type { Findings } from './finding.ts'

/** A commit and its events, as they are noted. */
export interface NotedCommit {
  readonly commit: BundledCommit
  readonly events: ReadonlyArray<NotedEvent>
}

export interface OwnSettings {
  readonly noted: Noted
  readonly tree: Tree
  readonly findings: Findings
  /** Told when the tree holds the next commit. */
  readonly onCommit: () => void
}

/** All commits in order, each judged as it is taken. Throws what SQLite throws. */
export const walk = function* (settings: OwnSettings): Generator<NotedCommit> {
  const { noted, tree, findings, onCommit } = settings
  const { commitNo, position: end } = noted.tip()
  const events = noted.events(1, Number.MAX_SAFE_INTEGER)[Symbol.iterator]()
  let next = events.next()
  let before = { commitNo: 0, position: 0, recordedAt: -Infinity, chain: chainOfDesk(noted.deskId) }

  const eventsOf = ({ firstPosition, lastPosition }: BundledCommit) => {
    const own: Array<NotedEvent> = []
    while (next.done !== true && next.value.position <= lastPosition) {
      if (next.value.position >= firstPosition) own.push(next.value)
      else findings.add({ _tag: 'NotedForeign', position: next.value.position })
      next = events.next()
    }
    return own
  }

  for (const commit of noted.commits(1, commitNo)) {
    for (let missing = before.commitNo + 1; missing < commit.commitNo; missing += 1)
      findings.add({ _tag: 'NotedMissing', commit: missing })
    const own = eventsOf(commit)
    if (!follows(before, commit))
      findings.add({ _tag: 'NotedAltered', commit: commit.commitNo, part: 'commit' })
    if (!isOf(commit, own))
      findings.add({ _tag: 'NotedAltered', commit: commit.commitNo, part: 'events' })
    before = { ...commit, position: commit.lastPosition }
    tree.add(commit.chain)
    onCommit()
    yield { commit, events: own }
  }
  for (; next.done !== true && next.value.position <= end + 100; next = events.next())
    findings.add({ _tag: 'NotedForeign', position: next.value.position })
}

interface Before {
  readonly commitNo: number
  readonly position: number
  readonly recordedAt: number
  readonly chain: string
}

/** After a commit that is missing, nobody knows; that is told of the missing one. */
const follows = (before: Before, commit: BundledCommit): boolean =>
  commit.commitNo !== before.commitNo + 1 ||
  (commit.firstPosition === before.position + 1 &&
    commit.lastPosition >= commit.firstPosition &&
    commit.recordedAt >= before.recordedAt &&
    chainOf(before.chain, commit) === commit.chain)

const isOf = (commit: BundledCommit, events: ReadonlyArray<NotedEvent>): boolean =>
  events.length === commit.lastPosition - commit.firstPosition + 1 &&
  events.every((event) => event.commitNo === commit.commitNo) &&
  rootOfAll(events.map(({ leaf }) => leaf)) === commit.eventsRoot

/** Tables, indexes and triggers, held against those of this format. */
export const judgeSchema = (db: Database.Database, findings: Findings): void => {
  const model = new Database(':memory:')
  model.exec(ddl)
  const wanted = schemaOf(model)
  model.close()
  const found = schemaOf(db)
  const names = new Set([...wanted.keys(), ...found.keys()])
  for (const name of names)
    if (wanted.get(name) !== found.get(name)) findings.add({ _tag: 'NotarySchemaAltered', name })
}

const schemaOf = (db: Database.Database): ReadonlyMap<string, string> =>
  new Map(
    db
      .prepare(`SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema`)
      .raw()
      .all() as Array<[string, string]>,
  )

/**
 * Where a verification begins: at the first commit, or where an earlier one ended, if the commits
 * that it had seen still have the chains that it saw.
 */
import type Database from 'better-sqlite3'
import {
  chainOfDesk,
  isFrontier,
  noLeaves,
  rootOf,
  treeFrom,
  type Digest,
  type Frontier,
} from '@deskledger/event-store/integrity'
import type { Findings } from './finding.ts'
import { commitColumns, type CommitRow } from './rows.ts'
import type { Progress } from './walk.ts'

/** Where a verification was; another one can go on from there. */
export interface VerifiedUpTo {
  readonly deskId: string
  readonly commitNo: number
  readonly position: number
  readonly events: number
  readonly commands: number
  /** Of the tree over the chains of these commits. */
  readonly frontier: Frontier
}

export interface Start {
  readonly progress: Progress
  readonly frontier: Frontier
}

export const begin = (deskId: string): Progress => ({
  commitNo: 0,
  position: 0,
  recordedAt: -Infinity,
  chain: chainOfDesk(deskId),
  events: 0,
  commands: 0,
})

interface Work {
  readonly db: Database.Database
  readonly deskId: string
  readonly findings: Findings
}

/** At the beginning, with a finding, where the log is not the one that was left. */
export const resume = ({ db, deskId, findings }: Work, from: VerifiedUpTo | undefined): Start => {
  const start: Start = { progress: begin(deskId), frontier: noLeaves }
  if (from === undefined || from.commitNo === 0) return start
  const { commitNo, position, events, commands, frontier } = from
  const row = db
    .prepare(`SELECT ${commitColumns} FROM commits WHERE commit_no = ?`)
    .raw()
    .get(commitNo) as CommitRow | undefined
  const isSame = from.deskId === deskId && row?.[2] === position && isSeen(db, frontier)
  if (isSame) {
    const [, , , recordedAt, , chain] = row
    return { progress: { commitNo, position, recordedAt, chain, events, commands }, frontier }
  }
  findings.add({ _tag: 'ResumedOnAnotherLog', commit: commitNo })
  return start
}

/** Whether the chains stored today have the root that was seen. */
const isSeen = (db: Database.Database, frontier: Frontier): boolean => {
  if (!isFrontier(frontier)) return false
  const tree = treeFrom()
  const chains = db
    .prepare('SELECT lower(hex(chain)) FROM commits WHERE commit_no <= ? ORDER BY commit_no')
    .pluck()
  for (const chain of chains.iterate(frontier.size)) tree.add(chain as Digest)
  return tree.size() === frontier.size && tree.root() === rootOf(frontier)
}

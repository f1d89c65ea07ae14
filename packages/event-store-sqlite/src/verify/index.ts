/**
 * Verification: every leaf, root and chain of a log computed again from what is stored, and every row
 * accounted for. Reads only, a page at a time, while others may write; a damaged file is a finding.
 *
 * What a log says of itself proves nothing against somebody who rewrites all of it: that takes a
 * note that was signed before and kept elsewhere. `notChecked` says what is left open.
 */
import { setImmediate } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  anchorsOf,
  leftOpen,
  openedNotes,
  rootOf,
  treeFrom,
  type Checkpoint,
  type Digest,
  type Frontier,
  type NotChecked,
  type NoteKey,
  type NoteRefused,
  type Signatory,
} from '@deskledger/event-store/integrity'
import { codeOf, type OpenError } from '../errors.ts'
import { openLog } from '../open.ts'
import { findingsUpTo, type Finding, type Findings } from './finding.ts'
import { begin, resume, type VerifiedUpTo } from './resume.ts'
import { guarded, judgeTables } from './tables.ts'
import { walkOn, type Progress } from './walk.ts'

export type { Anchor, NotChecked, Signatory } from '@deskledger/event-store/integrity'
export type { VerifiedUpTo } from './resume.ts'
export type { CommitFinding, Fault, Finding, Table } from './finding.ts'

export interface VerifySettings {
  readonly file: string
  /** Signed checkpoints that were kept outside the log. */
  readonly notes?: ReadonlyArray<string>
  /** The keys that sign checkpoints of this log. */
  readonly keys?: ReadonlyArray<NoteKey>
  /** Keys that the log itself announces: they tell who signed a checkpoint, and vouch for nothing. */
  readonly announced?: ReadonlyArray<NoteKey>
  /** Where an earlier verification ended. */
  readonly from?: VerifiedUpTo
  /** Hears where it is and where it ends, some times a second. */
  readonly onProgress?: (upTo: VerifiedUpTo, tipCommitNo: number) => void
  /** Ends it early: what is verified up to then is told. */
  readonly signal?: AbortSignal
  /** How many findings are kept; 1,000 unless told. */
  readonly maxFindings?: number
}

export interface Verification {
  readonly deskId: string
  /** None if nothing is wrong with what was checked. */
  readonly findings: ReadonlyArray<Finding>
  /** Also those beyond `maxFindings`. */
  readonly findingsCount: number
  readonly upTo: VerifiedUpTo
  readonly streams: number
  readonly types: number
  /** Of the last commit seen. */
  readonly chain: Digest
  readonly recordedAt: number
  /** Of the tree over the chains of all commits seen: what a checkpoint of this log says. */
  readonly root: Digest
  /** False if it was ended early, or the file could not be read on. */
  readonly isComplete: boolean
  /** Who signed the checkpoints that are kept in the file, as far as the keys at hand tell. */
  readonly signatories: ReadonlyArray<Signatory>
  readonly notChecked: ReadonlyArray<NotChecked>
}

export type VerifyError = OpenError | NoteRefused

/** Damage is in the answer; an error is a file that is not there or may not be read, or a bad note. */
export const verifyLog =
  (settings: VerifySettings): TaskEither<VerifyError, Verification> =>
  async () => {
    const findings = findingsUpTo(settings.maxFindings ?? 1_000)
    const log = openLog({ file: settings.file, readOnly: true })
    if (E.isLeft(log)) return asFinding(log.left, findings)
    const { reader: db, deskId } = log.right
    try {
      const notes = openedNotes(deskId, settings.notes ?? [], settings.keys ?? [])
      if (E.isLeft(notes)) return notes
      return E.right(await run({ settings, db, deskId, findings }, notes.right))
    } catch (error) {
      const code = codeOf(error)
      if (code === '') throw error
      findings.add({ _tag: 'TableUnreadable', table: 'file', code })
      return E.right(told({ ...nothingSeen, deskId }, findings, false))
    } finally {
      db.close()
    }
  }

/** A file that SQLite cannot make sense of, or that has lost its marks, is damaged. */
const asFinding = (error: OpenError, findings: Findings): E.Either<VerifyError, Verification> => {
  if (error._tag === 'NotALog') findings.add({ _tag: 'NotALog', found: error.found })
  else if (error._tag === 'CannotOpen' && isDamage(error.code))
    findings.add({ _tag: 'TableUnreadable', table: 'file', code: error.code })
  else return E.left(error)
  return E.right(told(nothingSeen, findings, false))
}

const isDamage = (code: string): boolean =>
  /^SQLITE_(CORRUPT|NOTADB|FORMAT|ERROR|IOERR_SHORT)/.test(code)

interface Work {
  readonly settings: VerifySettings
  readonly db: Database.Database
  readonly deskId: string
  readonly findings: Findings
}

/** What is told of a log when it was looked at. */
interface Seen {
  readonly deskId: string
  readonly progress: Progress
  readonly frontier: Frontier
  readonly streams: number
  readonly types: number
  readonly signatories: ReadonlyArray<Signatory>
  readonly notChecked: ReadonlyArray<NotChecked>
}

const nothingSeen: Seen = {
  deskId: '',
  progress: begin(''),
  frontier: treeFrom().frontier(),
  streams: 0,
  types: 0,
  signatories: [],
  notChecked: [],
}

/** Longer than this nothing else waits. */
const sliceMs = 15

const run = async (work: Work, notes: ReadonlyArray<Checkpoint>): Promise<Verification> => {
  const { settings, db, deskId, findings } = work
  const { keys = [], announced = [], onProgress, signal } = settings
  const begun: { progress: Progress; frontier: Frontier } = {
    progress: begin(deskId),
    frontier: nothingSeen.frontier,
  }
  guarded(findings, 'commits', () => Object.assign(begun, resume(work, settings.from)))
  const { progress, frontier } = begun
  const tree = treeFrom(frontier)
  const kept = keptIn(db)
  const { add } = findings
  const anchors = anchorsOf({ deskId, kept, notes, keys, announced, add, from: tree.size() })
  const walk = walkOn({
    db,
    deskId,
    findings,
    progress,
    tree,
    onCommit: () => guarded(findings, 'checkpoints', () => anchors.compare(tree)),
  })
  const here = (): VerifiedUpTo => {
    const { commitNo, position, events, commands } = progress
    return { deskId, commitNo, position, events, commands, frontier: tree.frontier() }
  }
  const lastCommit = db.prepare('SELECT max(commit_no) FROM commits').pluck()
  const tip = (): number => Number(lastCommit.get() ?? 0)

  /** All commits up to `end`; false if it was told to stop. */
  const walkTo = async (end: number): Promise<boolean> => {
    for (;;) {
      const until = performance.now() + sliceMs
      let isMore = true
      while (isMore && performance.now() < until) isMore = walk.step(end)
      onProgress?.(here(), end)
      if (!isMore) return true
      if (signal?.aborted === true) return false
      await setImmediate()
    }
  }

  /** The tables as they were when their last commit was the last one seen. */
  const finish = (): boolean => {
    db.exec('BEGIN')
    try {
      if (tip() > progress.commitNo) return false
      for (const key of walk.leftOver(100))
        findings.add({ _tag: 'ForeignRow', table: 'events', key })
      const { events, commands } = progress
      const seen = { events, commands, streams: walk.streams.count(), types: walk.types.size }
      judgeTables(db, seen, findings)
      guarded(findings, 'checkpoints', () => anchors.finish(tree.size()))
      return true
    } finally {
      db.exec('COMMIT')
    }
  }

  let isComplete = false
  try {
    while (await walkTo(tip())) if ((isComplete = finish())) break
  } catch (error) {
    const code = codeOf(error)
    if (code === '') throw error
    findings.add({ _tag: 'TableUnreadable', table: 'file', code })
  }
  const notChecked = leftOpen(notes, keys, progress.commitNo)
  const [streams, types] = [walk.streams.count(), walk.types.size]
  const signatories = anchors.signatories()
  return told(
    { deskId, progress, frontier: tree.frontier(), streams, types, signatories, notChecked },
    findings,
    isComplete,
  )
}

/** The checkpoints of the file, by size. */
const keptIn = (db: Database.Database) => {
  const next = db
    .prepare(
      'SELECT tree_size, note FROM checkpoints WHERE tree_size > ? ORDER BY tree_size LIMIT 1',
    )
    .raw()
  return (after: number) => next.get(after) as readonly [number, string] | undefined
}

const told = (seen: Seen, findings: Findings, isComplete: boolean): Verification => {
  const { deskId, progress, frontier, streams, types, signatories, notChecked } = seen
  const { commitNo, position, events, commands, chain, recordedAt } = progress
  return {
    deskId,
    findings: findings.all(),
    findingsCount: findings.count(),
    upTo: { deskId, commitNo, position, events, commands, frontier },
    streams,
    types,
    chain,
    recordedAt: Math.max(0, recordedAt),
    root: rootOf(frontier),
    isComplete,
    signatories,
    notChecked,
  }
}

/**
 * From one commit to the next: everything about a commit and its events that can be computed again.
 *
 * Each commit is judged by its own row and that of the one before, as they are stored: a fault stays
 * with the commit it is in, and what comes after is not blamed for it.
 */
import type Database from 'better-sqlite3'
import {
  chainOf,
  eventHasher,
  treeFrom,
  type Digest,
  type Tree,
} from '@deskledger/event-store/integrity'
import type { Findings } from './finding.ts'
import {
  commitsAfter,
  eventsAfter,
  keyOf,
  type CommitRow,
  type EventRow,
  type Read,
} from './rows.ts'
import { namedIn, revisionsUpTo, type Revisions } from './streams.ts'
import { bytesOf, isPlain } from './texts.ts'

/** How far verification has come. */
export interface Progress {
  commitNo: number
  position: number
  recordedAt: number
  chain: Digest
  events: number
  commands: number
}

export interface Walk {
  /** Judges the next commit; false if there is none up to `upTo`. */
  readonly step: (upTo: number) => boolean
  /** Events behind the last commit, which no commit claims; at most `max`. */
  readonly leftOver: (max: number) => ReadonlyArray<number>
  /** The streams and types that events were found of. */
  readonly streams: Revisions
  readonly types: ReadonlySet<number>
}

export interface WalkSettings {
  readonly db: Database.Database
  readonly deskId: string
  readonly findings: Findings
  readonly progress: Progress
  /** The tree over the chains of the commits seen. */
  readonly tree: Tree
  /** Told of each commit when the tree holds it. */
  readonly onCommit: () => void
}

export const walkOn = (settings: WalkSettings): Walk => {
  const { db, deskId, findings, progress, tree, onCommit } = settings
  const { fault } = findings
  const commits = commitsAfter(db, progress.commitNo)
  const events = eventsAfter(db, progress.position)
  const [streamNames, typeNames] = [namedIn(db, 'streams'), namedIn(db, 'types')]
  const streams = revisionsUpTo(streamNames.most)
  const types = new Set<number>()
  for (const [stream, revision] of reachedIn(db, progress.position)) streams.reach(stream, revision)
  for (const type of typesIn(db, progress.position)) types.add(type)
  const isStored = bytesOf(db, 'events', 'position', ['data', 'meta'])
  const hashOf = eventHasher(deskId)
  let isBlind = false

  /** The leaf of an event, or nothing where its row cannot have been written. */
  const leafOf = (row: EventRow, recordedAt: number): Digest | undefined => {
    const [position, , streamId, revision, typeId, schemaVersion, occurredAt, data, meta] = row
    const [stream, type] = [streamNames.nameOf(streamId), typeNames.nameOf(typeId)]
    if (stream === undefined || type === undefined) return undefined
    if (typeof data !== 'string' || typeof meta !== 'string') return undefined
    if (!(isPlain(data) && isPlain(meta)) && !isStored(position, [data, meta])) return undefined
    return hashOf({
      position,
      stream,
      revision,
      type,
      schemaVersion,
      occurredAt,
      recordedAt,
      fingerprint: row[9] === revision ? String(row[11]) : '',
      data,
      meta,
    })
  }

  const judgeEvent = (row: EventRow, commitNo: number): void => {
    const [position, ownCommit, stream, revision, type, , , , , firstRevision, n] = row
    if (ownCommit !== commitNo) fault('EventMisplaced', commitNo, position)
    if (streamNames.nameOf(stream) === undefined || typeNames.nameOf(type) === undefined)
      fault('NameMissing', commitNo, position)
    if (!streams.advance(stream, revision)) fault('RevisionBroken', commitNo, position)
    types.add(type)
    const isCovered =
      firstRevision !== null &&
      n !== null &&
      revision >= firstRevision &&
      revision - firstRevision < n
    if (!isCovered) fault('CommandAltered', commitNo, position)
    if (firstRevision === revision) progress.commands += 1
    progress.events += 1
  }

  /** The root over the events from `first` to `last`, as they are; none where one has no leaf. */
  const rootOf = (commitNo: number, first: number, last: number, recordedAt: number) => {
    const leaves = treeFrom()
    let [expected, isWhole] = [first, true]
    for (let read = events.peek(); read && keyOf(read) <= last; read = events.peek()) {
      events.next()
      const position = keyOf(read)
      if (position < first) {
        if (!isBlind) fault('EventMisplaced', commitNo, position)
        continue
      }
      if (position !== expected) fault('EventMissing', commitNo, expected)
      expected = position + 1
      const leaf = judged(read, commitNo, recordedAt)
      if (leaf === undefined) isWhole = false
      else leaves.add(leaf)
    }
    if (expected <= last) fault('EventMissing', commitNo, expected)
    return isWhole ? leaves.root() : undefined
  }

  const judged = (read: Read<EventRow>, commitNo: number, recordedAt: number) => {
    if ('row' in read) {
      judgeEvent(read.row, commitNo)
      return leafOf(read.row, recordedAt)
    }
    fault('Unreadable', commitNo, read.unreadable)
    return undefined
  }

  /** What a commit says of its place; after one that cannot be read nobody knows. */
  const judgePlace = (row: CommitRow): void => {
    const [commitNo, firstPosition, lastPosition, recordedAt, eventsRoot, chain] = row
    if (!(lastPosition >= firstPosition)) fault('PositionsBroken', commitNo)
    if (!(recordedAt >= progress.recordedAt)) fault('TimeReversed', commitNo)
    if (isBlind) return
    if (firstPosition !== progress.position + 1) fault('PositionsBroken', commitNo)
    const commit = { commitNo, firstPosition, lastPosition, recordedAt, eventsRoot }
    if (chainOf(progress.chain, commit) !== chain) fault('CommitAltered', commitNo)
  }

  const judge = (row: CommitRow): void => {
    const [commitNo, firstPosition, lastPosition, recordedAt, eventsRoot, chain] = row
    if (commitNo > progress.commitNo + 1) {
      isBlind = true
      const [commit, throughCommit] = [progress.commitNo + 1, commitNo - 1]
      findings.add({ _tag: 'CommitMissing', commit, throughCommit })
    }
    judgePlace(row)
    const found = rootOf(commitNo, firstPosition, endOf(lastPosition), recordedAt)
    if (found !== eventsRoot) fault('EventsAltered', commitNo, firstPosition)
    Object.assign(progress, { commitNo, position: lastPosition, recordedAt, chain })
    isBlind = false
    tree.add(chain)
    onCommit()
  }

  /** A commit that claims the positions of the next one does not get them. */
  const endOf = (lastPosition: number): number => {
    const next = commits.peek()
    if (next === undefined || !('row' in next)) return lastPosition
    return Math.min(lastPosition, next.row[1] - 1)
  }

  const step = (upTo: number): boolean => {
    const read = commits.peek()
    if (read === undefined || keyOf(read) > upTo) return false
    commits.next()
    if ('row' in read) {
      judge(read.row)
      return true
    }
    fault('Unreadable', read.unreadable)
    isBlind = true
    progress.commitNo = read.unreadable
    return true
  }

  const leftOver = (max: number): ReadonlyArray<number> => {
    const positions: Array<number> = []
    while (positions.length < max) {
      const read = events.next()
      if (read === undefined) return positions
      positions.push(keyOf(read))
    }
    return positions
  }

  return { step, leftOver, streams, types }
}

/** What the events up to `position` have reached, for whoever goes on from there. */
const reachedIn = (db: Database.Database, position: number): ReadonlyArray<[number, number]> => {
  if (position === 0) return []
  const sql = 'SELECT stream, max(revision) FROM events WHERE position <= ? GROUP BY stream'
  return db.prepare(sql).raw().all(position) as Array<[number, number]>
}

const typesIn = (db: Database.Database, position: number): ReadonlyArray<number> => {
  if (position === 0) return []
  const sql = 'SELECT DISTINCT type FROM events WHERE position <= ?'
  return db.prepare(sql).pluck().all(position) as Array<number>
}

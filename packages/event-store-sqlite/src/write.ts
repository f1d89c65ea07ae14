/**
 * Writing within one transaction, which has begun and which somebody else commits.
 *
 * Each append is judged alone, first by its command's id, then by the expected revision; a refused
 * one has written nothing.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import { isMet, metasOf, type Append } from '@deskledger/event-store'
import {
  chainOf,
  chainOfDesk,
  eventHasher,
  treeFrom,
  type Digest,
  type Tree,
} from '@deskledger/event-store/integrity'
import { commandsOn, type Answer } from './commands.ts'
import { namesOf } from './names.ts'

export type { Answer } from './commands.ts'

/** An append, and the JSON of its events' data. */
export interface Asked {
  readonly request: Append
  readonly texts: ReadonlyArray<string>
}

interface Head {
  position: number
  commitNo: number
  recordedAt: number
  chain: Digest
}

/** A commit that is being written, and the leaves of its events. */
interface Open extends Head {
  readonly tree: Tree
}

export interface Writing {
  (batch: ReadonlyArray<Asked>): ReadonlyArray<Answer>
  /** After a rollback: what was remembered of this transaction is not so. */
  readonly forget: () => void
  /** The stream's last revision as it is now, outside any transaction; −1 if it has no event. */
  readonly lastRevision: (stream: string) => number
}

export const writing = (db: Database.Database, clock: () => Instant): Writing => {
  const streams = namesOf(db, 'streams')
  const types = namesOf(db, 'types')
  const revisions = new Map<number, number>()
  const readHead = db
    .prepare(
      `SELECT last_position, commit_no, recorded_at, lower(hex(chain)) FROM commits
       ORDER BY commit_no DESC LIMIT 1`,
    )
    .raw()
  const readRevision = db
    .prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1')
    .pluck()
  const insertEvent = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const commands = commandsOn(db)
  const insertCommit = db.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)')
  const deskId = db.prepare(`SELECT value FROM desk WHERE key = 'desk'`).pluck().get() as string
  const hashOf = eventHasher(deskId)
  const dataVersion = db.prepare('PRAGMA data_version').pluck()
  let seenVersion: unknown
  let head: Head | undefined

  const forget = (): void => {
    head = undefined
    revisions.clear()
    streams.forget()
    types.forget()
  }

  /** What is remembered holds as long as no other process has written. */
  const forgetIfStale = (): void => {
    const version = dataVersion.get()
    if (version !== seenVersion) forget()
    seenVersion = version
  }

  const freshHead = (): Head => {
    forgetIfStale()
    if (head !== undefined) return head
    const row = readHead.get() as [number, number, number, Digest] | undefined
    const [position, commitNo, recordedAt, chain] = row ?? [0, 0, -Infinity, chainOfDesk(deskId)]
    head = { position, commitNo, recordedAt, chain }
    return head
  }

  const revisionOf = (stream: number): number => {
    const known = revisions.get(stream)
    if (known !== undefined) return known
    const found = (readRevision.get(stream) as number | undefined) ?? -1
    if (revisions.size > 50_000) revisions.clear()
    revisions.set(stream, found)
    return found
  }

  /** A command that is known is not a conflict, whatever is expected of the stream by now. */
  const one = ({ request, texts }: Asked, now: Open): Answer => {
    const { stream, expected } = request
    const known = streams.idOf(stream)
    const actual = known === undefined ? -1 : revisionOf(known)
    if (!isMet(expected, actual)) {
      const before = known === undefined ? undefined : commands.repeated(known, request, now)
      return before ?? E.left({ _tag: 'Conflict', stream, expected, actual })
    }
    const id = known ?? streams.add(stream)
    const before = commands.write(id, request, { now, firstRevision: actual + 1 })
    if (before !== undefined) return before
    const lastRevision = insertEvents({ request, texts }, now, { id, actual })
    revisions.set(id, lastRevision)
    return E.right({
      firstRevision: actual + 1,
      lastRevision,
      lastPosition: now.position,
      recordedAt: now.recordedAt as Instant,
      repeated: false,
    })
  }

  /** Gives the last revision. */
  const insertEvents = (
    { request, texts }: Asked,
    now: Open,
    { id, actual }: { readonly id: number; readonly actual: number },
  ): number => {
    const { stream, events } = request
    const { commitNo, recordedAt } = now
    const metas = metasOf(request)
    let { fingerprint } = request
    let revision = actual
    for (let i = 0; i < events.length; i += 1) {
      const event = events[i]
      const [data, meta] = [texts[i] ?? '', metas[i] ?? '']
      if (event === undefined) break
      const { type, schemaVersion, occurredAt } = event
      revision += 1
      now.position += 1
      const { position } = now
      const typeId = types.idOf(type) ?? types.add(type)
      insertEvent.run(
        position,
        commitNo,
        id,
        revision,
        typeId,
        schemaVersion,
        occurredAt,
        data,
        meta,
      )
      const leaf = hashOf({
        position,
        stream,
        revision,
        type,
        schemaVersion,
        occurredAt,
        recordedAt,
        fingerprint,
        data,
        meta,
      })
      now.tree.add(leaf)
      fingerprint = ''
    }
    return revision
  }

  const write = (batch: ReadonlyArray<Asked>): ReadonlyArray<Answer> => {
    const before = freshHead()
    const now: Open = {
      position: before.position,
      commitNo: before.commitNo + 1,
      recordedAt: Math.max(before.recordedAt, clock()),
      chain: before.chain,
      tree: treeFrom(),
    }
    const answers: Array<Answer> = []
    for (const waiting of batch) answers.push(one(waiting, now))
    if (now.position > before.position) head = closed(before, now)
    return answers
  }

  const lastRevision = (stream: string): number => {
    forgetIfStale()
    const id = streams.idOf(stream)
    return id === undefined ? -1 : revisionOf(id)
  }

  /** The head that a commit leaves behind when its row is written. */
  const closed = (before: Head, { position, commitNo, recordedAt, tree }: Open): Head => {
    const firstPosition = before.position + 1
    const eventsRoot = tree.root()
    const commit = { commitNo, firstPosition, lastPosition: position, recordedAt, eventsRoot }
    const chain = chainOf(before.chain, commit)
    const hashes = [Buffer.from(eventsRoot, 'hex'), Buffer.from(chain, 'hex')]
    insertCommit.run(commitNo, firstPosition, position, recordedAt, ...hashes)
    return { position, commitNo, recordedAt, chain }
  }

  return Object.assign(write, { forget, lastRevision })
}

/**
 * Writing within one transaction, which has begun and which somebody else commits.
 *
 * Each append is judged alone, first by its command's id, then by the expected revision; those that
 * are asked for together are judged before the first of them is written, and stand side by side in one
 * commit. What is refused has written nothing.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import {
  isMet,
  judged,
  type Append,
  type AppendAll,
  type AppendError,
  type Appended,
} from '@deskledger/event-store'
import { chainOf, chainOfDesk, treeFrom, type Digest } from '@deskledger/event-store/integrity'
import { commandsOn } from './commands.ts'
import { namesOf } from './names.ts'
import { recording, type Head, type Open } from './recording.ts'

/** The places of each append that was asked for. */
export type Answer = E.Either<AppendError, ReadonlyArray<Appended>>

/** One append or several together, and the JSON of each one's events. */
export interface Asked {
  readonly all: AppendAll
  readonly texts: ReadonlyArray<ReadonlyArray<string>>
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
  const commands = commandsOn(db)
  const insertCommit = db.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?)')
  const deskId = db.prepare(`SELECT value FROM desk WHERE key = 'desk'`).pluck().get() as string
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

  const advance = (stream: number, revision: number): void => void revisions.set(stream, revision)
  const record = recording(db, { deskId, types, advance })

  /**
   * Most appends are one by themselves, and are judged without the lists of many. A command that is
   * known is not a conflict, whatever is expected of the stream by now.
   */
  const one = (request: Append, texts: ReadonlyArray<string>, now: Open): Answer => {
    const { stream, expected } = request
    const known = streams.idOf(stream)
    const actual = known === undefined ? -1 : revisionOf(known)
    if (!isMet(expected, actual)) {
      const before = known === undefined ? undefined : commands.repeated(known, request, now)
      return before === undefined
        ? E.left({ _tag: 'Conflict', stream, expected, actual })
        : E.map(only)(before)
    }
    const id = known ?? streams.add(stream)
    const before = commands.write(id, request, { now, firstRevision: actual + 1 })
    if (before !== undefined) return E.map(only)(before)
    return E.right([record({ request, texts }, now, { id, actual })])
  }

  const many = ({ all, texts }: Asked, now: Open): Answer => {
    const places = judged(all, {
      heard: (append) => {
        const known = streams.idOf(append.stream)
        return known === undefined ? undefined : commands.repeated(known, append, now)
      },
      revisionOf: (stream) => {
        const known = streams.idOf(stream)
        return known === undefined ? -1 : revisionOf(known)
      },
    })
    if (E.isLeft(places) || places.right.length > 0) return places
    return E.right(all.appends.map((append, i) => placed(append, texts[i] ?? [], now)))
  }

  /** Of a command that is known to be new. */
  const placed = (request: Append, texts: ReadonlyArray<string>, now: Open): Appended => {
    const known = streams.idOf(request.stream)
    const id = known ?? streams.add(request.stream)
    const actual = known === undefined ? -1 : revisionOf(known)
    commands.write(id, request, { now, firstRevision: actual + 1 })
    return record({ request, texts }, now, { id, actual })
  }

  const answerTo = (asked: Asked, now: Open): Answer => {
    const { appends, checks = [] } = asked.all
    const [first, ...others] = appends
    const isOne = first !== undefined && others.length === 0 && checks.length === 0
    return isOne ? one(first, asked.texts[0] ?? [], now) : many(asked, now)
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
    for (const asked of batch) answers.push(answerTo(asked, now))
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

const only = (place: Appended): ReadonlyArray<Appended> => [place]

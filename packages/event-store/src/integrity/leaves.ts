/**
 * What an event and a commit are hashed as, in format 1 of the log.
 *
 * An event is the leaf of its commit's tree, whose root is `eventsRoot`. A commit is the leaf of the
 * log's tree, and that leaf is `chain`: because it covers the chain of the commit before, each chain
 * stands for everything up to it. The chain before the first commit is the desk's own.
 *
 * The data of a leaf are fields in the order below, each as `<length in bytes>:<UTF-8>`, numbers in
 * decimal, hashes in hexadecimal. An event's fields hold the very text that is stored, so that
 * nothing has to be parsed, and personal data stays covered after its key is gone.
 *
 *   event    "deskledger event", "1", desk, position, stream, revision, type, schema version,
 *            occurred at, recorded at, fingerprint, data, meta
 *   commit   "deskledger commit", "1", previous chain, events root, commit number, first position,
 *            last position, recorded at
 *   desk     "deskledger desk", "1", desk
 */
import { framed, framedNumber, leafHash, type Digest } from './digest.ts'

/** The version of the rules above; a part of each hash. */
export const hashedFormat = 1

/** An event as its log holds it, with names in place of a file's own numbers. */
export interface LoggedEvent {
  readonly position: number
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly schemaVersion: number
  readonly occurredAt: number
  readonly recordedAt: number
  /** That of the command, with the first event of it; empty with the others. */
  readonly fingerprint: string
  /** The stored JSON text itself. */
  readonly data: string
  readonly meta: string
}

export interface Commit {
  /** From 1, without gaps. */
  readonly commitNo: number
  readonly firstPosition: number
  readonly lastPosition: number
  readonly recordedAt: number
  readonly eventsRoot: Digest
}

const head = (kind: string): string => framed(`deskledger ${kind}`) + framed(String(hashedFormat))

/** What a desk's first commit has for a chain before it. */
export const chainOfDesk = (deskId: string): Digest => leafHash(head('desk') + framed(deskId))

/** The leaf of an event of this desk. */
export const eventHasher = (deskId: string): ((event: LoggedEvent) => Digest) => {
  const start = head('event') + framed(deskId)
  return (event) => {
    const { position, stream, revision, type, schemaVersion } = event
    const { occurredAt, recordedAt, fingerprint, data, meta } = event
    const place = `${start}${framedNumber(position)}${framed(stream)}${framedNumber(revision)}`
    const kind = `${framed(type)}${framedNumber(schemaVersion)}`
    const times = `${framedNumber(occurredAt)}${framedNumber(recordedAt)}`
    return leafHash(`${place}${kind}${times}${framed(fingerprint)}${framed(data)}${framed(meta)}`)
  }
}

const commitHead = head('commit')

/** The chain of a commit, which is its leaf in the tree of the log. */
export const chainOf = (previous: Digest, commit: Commit): Digest => {
  const { commitNo, firstPosition, lastPosition, recordedAt, eventsRoot } = commit
  const range = `${framedNumber(firstPosition)}${framedNumber(lastPosition)}`
  const place = `${framedNumber(commitNo)}${range}${framedNumber(recordedAt)}`
  return leafHash(`${commitHead}${framed(previous)}${framed(eventsRoot)}${place}`)
}

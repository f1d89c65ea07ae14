/**
 * The events of an append that was judged, and the leaves of its commit.
 */
import type Database from 'better-sqlite3'
import type { Instant } from '@deskledger/kernel'
import { metasOf, type Append, type Appended } from '@deskledger/event-store'
import { eventHasher, type Digest, type Tree } from '@deskledger/event-store/integrity'
import type { Names } from './names.ts'

export interface Head {
  position: number
  commitNo: number
  recordedAt: number
  chain: Digest
}

/** A commit that is being written, and the leaves of its events. */
export interface Open extends Head {
  readonly tree: Tree
}

export interface Settings {
  readonly deskId: string
  readonly types: Names
  /** The last revision of a stream by its id, from now on. */
  readonly advance: (stream: number, revision: number) => void
}

/** An append, and the JSON of its events' data. */
interface Spelled {
  readonly request: Append
  readonly texts: ReadonlyArray<string>
}

/** The id of a stream, and its last revision before. */
interface Behind {
  readonly id: number
  readonly actual: number
}

export type Recording = (spelled: Spelled, now: Open, behind: Behind) => Appended

export const recording = (
  db: Database.Database,
  { deskId, types, advance }: Settings,
): Recording => {
  const insertEvent = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const hashOf = eventHasher(deskId)

  /** Gives the last revision. */
  const insertEvents = ({ request, texts }: Spelled, now: Open, { id, actual }: Behind): number => {
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

  return (spelled, now, behind) => {
    const lastRevision = insertEvents(spelled, now, behind)
    advance(behind.id, lastRevision)
    return {
      firstRevision: behind.actual + 1,
      lastRevision,
      lastPosition: now.position,
      recordedAt: now.recordedAt as Instant,
      repeated: false,
    }
  }
}

/**
 * Appends of another log within one transaction, which has begun and which somebody else commits.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { differenceOf, type TranscribeError, type Transcript } from '@deskledger/event-store'
import { eventHasher } from '@deskledger/event-store/integrity'
import { commitsOn, type Commits } from './commits.ts'
import { namesOf } from './names.ts'
import { transcriptOfCommand } from './transcripts.ts'

type Answer = E.Either<TranscribeError, void>

export const transcribingOn = (
  db: Database.Database,
): ((appends: ReadonlyArray<Transcript>) => Answer) => {
  const deskId = db.prepare(`SELECT value FROM desk WHERE key = 'desk'`).pluck().get() as string
  const [streams, types] = [namesOf(db, 'streams'), namesOf(db, 'types')]
  const hashOf = eventHasher(deskId)
  const readRevision = db
    .prepare('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1')
    .pluck()
  const insertEvent = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const insertCommand = db.prepare('INSERT INTO commands VALUES (?, ?, ?, ?, ?)')
  const stored = transcriptOfCommand(db)

  const judged = (transcript: Transcript, commits: Commits): Answer | undefined => {
    const { stream, firstRevision, commandId, recordedAt } = transcript
    const id = streams.idOf(stream)
    const before = id === undefined ? undefined : stored(id, stream, commandId)
    const actual = id === undefined ? -1 : ((readRevision.get(id) as number | undefined) ?? -1)
    if (before !== undefined && differenceOf(transcript, before) === undefined)
      return E.right(undefined)
    if (before !== undefined || actual !== firstRevision - 1)
      return E.left({ _tag: 'Diverged', stream, revision: Math.min(firstRevision, actual + 1) })
    return recordedAt < commits.lastTime()
      ? E.left({ _tag: 'TimeReversed', stream, revision: firstRevision })
      : undefined
  }

  const write = (transcript: Transcript, commits: Commits): void => {
    const { stream, firstRevision, recordedAt, commandId, fingerprint, events } = transcript
    const commit = commits.open(transcript)
    const id = streams.idOf(stream) ?? streams.add(stream)
    insertCommand.run(id, commandId, firstRevision, events.length, fingerprint)
    for (const [i, { type, schemaVersion, occurredAt, data, meta }] of events.entries()) {
      const [revision, print] = [firstRevision + i, i === 0 ? fingerprint : '']
      const typeId = types.idOf(type) ?? types.add(type)
      const place = commits.next()
      const times = { schemaVersion, occurredAt, recordedAt }
      const texts = { stream, type, fingerprint: print, data, meta }
      insertEvent.run(place, commit, id, revision, typeId, schemaVersion, occurredAt, data, meta)
      commits.add(hashOf({ position: place, revision, ...times, ...texts }))
    }
  }

  return (appends) => {
    streams.forget()
    types.forget()
    const commits = commitsOn(db, deskId)
    for (const transcript of appends) {
      const known = judged(transcript, commits)
      if (known !== undefined && E.isLeft(known)) return known
      if (known === undefined) write(transcript, commits)
    }
    commits.close()
    return E.right(undefined)
  }
}

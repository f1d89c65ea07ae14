/**
 * Verification: the notary's own file computed again, and the log read again and held against it,
 * both in one pass. Reads only; what is wrong is in the answer.
 *
 * What a notary and its log say together proves nothing against somebody who owns both: that takes a
 * note that was signed before and kept elsewhere. `notChecked` says what is left open.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { toStoreError, type EventStore, type StoreError } from '@deskledger/event-store'
import {
  anchorsOf,
  leftOpen,
  openedNotes,
  treeFrom,
  type Anchors,
  type Checkpoint,
  type NoteRefused,
} from '@deskledger/event-store/integrity'
import { fingerprintOn } from '../appends.ts'
import { codeOf, toUnusable, type OpenError } from '../errors.ts'
import { openToRead } from '../file.ts'
import { notedIn, type Noted } from '../noted.ts'
import { comparing, type Comparing } from './comparing.ts'
import { findingsUpTo, type Findings } from './finding.ts'
import { judgeStreams } from './hidden.ts'
import { judgeSchema, walk } from './own.ts'
import { tell } from './told.ts'
import type { NotaryVerification, VerifySettings } from './verification.ts'

export type { Finding, LogFinding, OwnFinding, Part, Run } from './finding.ts'
export * from './verification.ts'

export type VerifyError = CompareError | NoteRefused
/** A file that may not be read, or a log that does not answer. */
export type CompareError = OpenError | StoreError

/** An error is a file that may not be read, a log that does not answer, or a bad note. */
export const verifyNotary =
  (settings: VerifySettings): TaskEither<VerifyError, NotaryVerification> =>
  () =>
    reading<VerifyError>(settings, async (db, noted) => {
      const notes = openedNotes(noted.deskId, settings.notes ?? [], settings.keys ?? [])
      return E.isLeft(notes) ? notes : run({ settings, db, noted, notes: notes.right })
    })

/** The same, where nothing was signed that could be refused. */
export const compareNoted =
  (settings: Omit<VerifySettings, 'notes'>): TaskEither<CompareError, NotaryVerification> =>
  () =>
    reading<CompareError>(settings, (db, noted) => run({ settings, db, noted, notes: [] }))

const reading = async <Error>(
  { file }: Pick<VerifySettings, 'file'>,
  work: (
    db: Database.Database,
    noted: Noted,
  ) => Promise<E.Either<Error | CompareError, NotaryVerification>>,
): Promise<E.Either<Error | CompareError, NotaryVerification>> => {
  const opened = openToRead(file)
  if (E.isLeft(opened)) return opened
  try {
    return await work(opened.right, notedIn(opened.right, file))
  } catch (error) {
    return E.left(codeOf(error) === '' ? toStoreError(error) : toUnusable(file, error))
  } finally {
    opened.right.close()
  }
}

interface Work {
  readonly settings: VerifySettings
  readonly db: Database.Database
  readonly noted: Noted
  readonly notes: ReadonlyArray<Checkpoint>
}

const run = async (work: Work): Promise<E.Either<CompareError, NotaryVerification>> => {
  const { settings, db, noted, notes } = work
  const { store, keys = [], announced = [], signal, streams = 'shown' } = settings
  const findings = findingsUpTo(settings.maxFindings ?? 1_000)
  const { add } = findings
  const tree = treeFrom()
  const tip = noted.tip()
  const { deskId, kept } = noted
  const anchors = anchorsOf({ deskId, kept, notes, keys, announced, add, from: 0 })
  judgeSchema(db, findings)
  anchors.compare(tree)
  const onCommit = (): void => anchors.compare(tree)
  const commits = walk({ noted, tree, findings, onCommit })
  const side = comparing({ noted, commits, fingerprintOf: fingerprintOn(store) })
  const read = await readAgain(work, side, findings)
  if (E.isLeft(read)) return read
  const compared = side.result()
  const told = tell(compared, noted)
  for (const finding of told.findings) add(finding)
  const isWhole = read.right === 'whole'
  if (isWhole) judgeRest(noted, findings, { anchors, size: tree.size() })
  const passed = new Set(compared.mismatches.map(({ noted: { stream } }) => stream))
  if (isWhole && streams === 'shown') await judgeStreams(store, noted, { findings, signal, passed })
  const late = told.notYetNoted
  const behind = late === 0 ? [] : [{ _tag: 'NotYetNoted', events: late } as const]
  const unasked = streams === 'shown' ? [] : [{ _tag: 'StreamsUnasked' } as const]
  return E.right({
    deskId,
    findings: findings.all(),
    findingsCount: findings.count(),
    commits: tree.size(),
    events: side.position(),
    place: tip.place,
    chain: tip.chain,
    recordedAt: tip.recordedAt,
    root: tree.root(),
    isComplete: isWhole && signal?.aborted !== true,
    signatories: anchors.signatories(),
    notChecked: [
      ...behind,
      ...unasked,
      { _tag: 'BeforeNoting' },
      ...leftOpen(notes, keys, tip.commitNo),
    ],
  })
}

/** `cut`: it was told to stop, or it could not be read on, which is a finding. */
const readAgain = async (
  { settings: { store, onProgress, signal }, noted }: Work,
  side: Comparing,
  findings: Findings,
): Promise<E.Either<CompareError, 'whole' | 'cut'>> => {
  const { position: end } = noted.tip()
  try {
    for await (const { events } of store.readAll()) {
      for (const event of events) await side.hear(event)
      onProgress?.(side.position(), end)
      if (signal?.aborted === true) return E.right('cut')
    }
    side.finish()
    return E.right('whole')
  } catch (thrown) {
    return unreadable(thrown, { store, noted, side, findings })
  }
}

interface Reading {
  readonly store: EventStore
  readonly noted: Noted
  readonly side: Comparing
  readonly findings: Findings
}

/** A log that answers otherwise, and cannot give an event that was noted, is damaged. */
const unreadable = async (
  thrown: unknown,
  { store, noted, side, findings }: Reading,
): Promise<E.Either<CompareError, 'cut'>> => {
  const code = codeOf(thrown)
  const afterPosition = side.position()
  if (code !== '') {
    const [next] = noted.events(afterPosition, afterPosition)
    findings.add({ _tag: 'NotaryUnreadable', afterCommit: next?.commitNo ?? 0, code })
    return E.right('cut')
  }
  const error = toStoreError(thrown)
  const answer = await store.head()()
  if (E.isLeft(answer) || error._tag === 'StoreClosed') return E.left(error)
  const [last] = noted.events(afterPosition, afterPosition)
  findings.add({ _tag: 'LogUnreadable', afterPosition, place: last?.place ?? 0 })
  return E.right('cut')
}

/** What has to be asked once all was seen. */
const judgeRest = (
  noted: Noted,
  { add }: Findings,
  { anchors, size }: { readonly anchors: Anchors; readonly size: number },
): void => {
  anchors.finish(size)
  for (const { stream, events, last } of noted.streams())
    if (last + 1 !== events) add({ _tag: 'StreamBroken', stream, missing: last + 1 - events })
}

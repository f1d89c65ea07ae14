/**
 * Before anything is noted: whether the log still has what was noted of it. A log that has not is not
 * noted any further.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore, StoredEvent } from '@deskledger/event-store'
import { fingerprintOn } from './appends.ts'
import type { NoteError } from './errors.ts'
import type { Noted } from './noted.ts'
import { comparing } from './verify/comparing.ts'
import type { Finding } from './verify/finding.ts'
import { compareNoted } from './verify/index.ts'
import { tell } from './verify/told.ts'

export interface ResumeSettings {
  readonly file: string
  /** The log itself, below any vault: what is sealed is noted sealed. */
  readonly store: EventStore
  /** What is read again before anything is noted: `all` of it unless told, or the last commit. */
  readonly compare?: 'all' | 'last'
  readonly onCompared?: (position: number, end: number) => void
  readonly signal?: AbortSignal
}

export const differs = (...findings: ReadonlyArray<Finding>): E.Either<NoteError, never> =>
  E.left({ _tag: 'LogDiffers', findings })

/** The last event that was noted, if the log still has what was noted of it. */
export const compared = async (
  settings: ResumeSettings,
  noted: Noted,
): Promise<E.Either<NoteError, StoredEvent | undefined>> => {
  const { position } = noted.tip()
  if (position === 0) return E.right(undefined)
  const { file, store, compare = 'all', onCompared: onProgress, signal } = settings
  if (compare === 'all') {
    const listening = { ...(onProgress && { onProgress }), ...(signal && { signal }) }
    const found = await compareNoted({ file, store, streams: 'unasked', ...listening })()
    if (E.isLeft(found)) return found
    const findings = found.right.findings.filter(({ _tag }) => _tag !== 'StreamBroken')
    if (findings.length > 0) return differs(...findings)
  }
  return lastOf(store, noted)
}

/** The last event of the last commit, which is read again. Rejects with a `StoreError`. */
const lastOf = async (
  store: EventStore,
  noted: Noted,
): Promise<E.Either<NoteError, StoredEvent | undefined>> => {
  const { commitNo, place: upTo } = noted.tip()
  const [commit] = noted.commits(commitNo, commitNo)
  if (commit === undefined) return E.right(undefined)
  const events = [...noted.events(commit.firstPosition, commit.lastPosition)]
  const [before] = noted.events(commit.firstPosition - 1, commit.firstPosition - 1)
  const commits = [{ commit, events }][Symbol.iterator]()
  const side = comparing({ noted, commits, fingerprintOf: fingerprintOn(store) })
  let last: StoredEvent | undefined
  for await (const page of store.readAll({ after: before?.place ?? 0, upTo }))
    for (const event of page.events) {
      await side.hear(event)
      last = event
    }
  side.finish()
  const { findings } = tell(side.result(), noted)
  return findings.length === 0 ? E.right(last) : differs(...findings)
}

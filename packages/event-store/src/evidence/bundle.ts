/**
 * Evidence: a folder that holds a log as text, with all that somebody needs who has neither the log
 * nor this library to check it and to count in it. The same log, note, keys and extra files make the
 * same bytes. The format is described in `docs/reference/evidence-bundle.md`.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import {
  keyText,
  type Commit,
  type Digest,
  type LoggedEvent,
  type NoteKey,
} from '../integrity/index.ts'
import { lineFile, linesOf, writeLines, type FileEntry } from './files.ts'

/** An event as a bundle lists it, keys in the order of `bundledEvent`. */
export interface BundledEvent extends LoggedEvent {
  readonly commitNo: number
}

export interface BundledCommit extends Commit {
  readonly chain: Digest
}

export interface BundleSettings {
  /** Made if it is not there; must be empty. */
  readonly folder: string
  /** A signed checkpoint of this log, and the keys to check it. */
  readonly note?: string
  readonly keys?: ReadonlyArray<NoteKey>
  /** More text files for whoever reads the bundle, by name; a name has no path in it. */
  readonly extra?: Readonly<Record<string, string>>
}

/** What a manifest says of the log. */
export interface LogTotals {
  readonly desk: string
  readonly commits: number
  readonly events: number
  /** Of the last commit. */
  readonly chain: Digest
  /** Over the chains of all commits. */
  readonly root: Digest
}

/** The content of `manifest.json`, keys in this order. */
export interface Manifest extends LogTotals {
  readonly kind: 'deskledger-evidence'
  readonly version: 1
  /** Of the rules by which events and commits are hashed. */
  readonly format: 1
  /** All files but the manifest, in the order of their names. */
  readonly files: ReadonlyArray<FileEntry>
}

export type BundleError =
  | { readonly _tag: 'FolderNotEmpty'; readonly folder: string }
  | { readonly _tag: 'CannotWrite'; readonly folder: string; readonly cause: unknown }
  /** The name of an extra file is taken, or would lead out of the folder. */
  | { readonly _tag: 'BadName'; readonly name: string }

/** A bundle that is being written; its functions throw what the file system throws. */
export interface Bundle {
  readonly commit: (row: BundledCommit) => void
  readonly event: (row: BundledEvent) => void
  /** Writes the other files, and the manifest. */
  readonly finish: (log: LogTotals) => Manifest
  /** Lets go of a bundle that is not to be finished; what was written stays. */
  readonly abandon: () => void
}

const ours = new Set([
  'manifest.json',
  'commits.ndjson',
  'events.ndjson',
  'checkpoint.note',
  'keys.txt',
])

const isFreeName = (name: string): boolean =>
  /^[a-z0-9][\w.-]{0,99}$/i.test(name) && !ours.has(name)

/** Whether the names of extra files are free; looked at before anything is read. */
export const freeNames = ({ extra = {} }: BundleSettings): E.Either<BundleError, void> => {
  const bad = Object.keys(extra).find((name) => !isFreeName(name))
  return bad === undefined ? E.right(undefined) : E.left({ _tag: 'BadName', name: bad })
}

/** What the file system refused; anything else is the caller's. */
export const toBundleError = (folder: string, error: unknown): BundleError | undefined =>
  typeof error === 'object' && error !== null && 'syscall' in error
    ? { _tag: 'CannotWrite', folder, cause: error }
    : undefined

/** Begins a bundle in an empty folder. Throws what the file system throws. */
export const beginBundle = (settings: BundleSettings): E.Either<BundleError, Bundle> => {
  const { folder } = settings
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return E.left({ _tag: 'FolderNotEmpty', folder })
  mkdirSync(folder, { recursive: true })
  const commits = lineFile(folder, 'commits.ndjson')
  const events = lineFile(folder, 'events.ndjson')
  return E.right({
    commit: (row) => commits.line(JSON.stringify(bundledCommit(row))),
    event: (row) => events.line(JSON.stringify(bundledEvent(row))),
    finish: ({ desk, commits: count, events: eventCount, chain, root }) => {
      const files = [commits.end(), events.end(), ...others(settings)]
      const manifest: Manifest = {
        kind: 'deskledger-evidence',
        version: 1,
        format: 1,
        desk,
        commits: count,
        events: eventCount,
        chain,
        root,
        files: files.sort((a, b) => (a.name < b.name ? -1 : 1)),
      }
      writeLines(folder, 'manifest.json', linesOf(JSON.stringify(manifest, null, 2)))
      return manifest
    },
    abandon: () => {
      commits.abandon()
      events.abandon()
    },
  })
}

const others = ({ folder, note, keys = [], extra = {} }: BundleSettings) => {
  const texts: ReadonlyArray<readonly [name: string, lines: ReadonlyArray<string>]> = [
    ...(note === undefined ? [] : [['checkpoint.note', linesOf(note)] as const]),
    ...(keys.length === 0 ? [] : [['keys.txt', keys.map(keyText)] as const]),
    ...Object.entries(extra).map(([name, text]) => [name, linesOf(text)] as const),
  ]
  return texts.map(([name, lines]) => writeLines(folder, name, lines))
}

const bundledEvent = (row: BundledEvent): BundledEvent => {
  const { position, commitNo, stream, revision, type, schemaVersion } = row
  const { occurredAt, recordedAt, fingerprint, data, meta } = row
  const place = { position, commitNo, stream, revision, type, schemaVersion }
  return { ...place, occurredAt, recordedAt, fingerprint, data, meta }
}

const bundledCommit = (row: BundledCommit): BundledCommit => {
  const { commitNo, firstPosition, lastPosition, recordedAt, eventsRoot, chain } = row
  return { commitNo, firstPosition, lastPosition, recordedAt, eventsRoot, chain }
}

/**
 * Evidence: a folder that holds a log as text, with all that somebody needs who has neither the log
 * nor this library to check it and to count in it. The same log, note, keys and extra files make the
 * same bytes. The format is described in `docs/reference/evidence-bundle.md`.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { keyText, type Digest, type NoteKey } from '@deskledger/event-store/integrity'
import { toReadError, type OpenError } from '../errors.ts'
import { openLedger, type Ledger } from '../ledger.ts'
import { linesOf, writeLines, type FileEntry } from './files.ts'
import { checkpointOf, type ProveError } from './proof.ts'

export type { FileEntry } from './files.ts'
export {
  proofText,
  proveConsistency,
  proveEvent,
  type ConsistencyProof,
  type InclusionProof,
  type ProveError,
} from './proof.ts'

export interface EvidenceSettings {
  readonly file: string
  /** Made if it is not there; must be empty. */
  readonly folder: string
  /** A signed checkpoint of this log, and the keys to check it. */
  readonly note?: string
  readonly keys?: ReadonlyArray<NoteKey>
  /** More text files for whoever reads the bundle, by name; a name has no path in it. */
  readonly extra?: Readonly<Record<string, string>>
}

/** The content of `manifest.json`, keys in this order. */
export interface Manifest {
  readonly kind: 'deskledger-evidence'
  readonly version: 1
  readonly format: 1
  readonly desk: string
  readonly commits: number
  readonly events: number
  /** Of the last commit. */
  readonly chain: Digest
  /** Over the chains of all commits. */
  readonly root: Digest
  /** All files but the manifest, in the order of their names. */
  readonly files: ReadonlyArray<FileEntry>
}

export type EvidenceError =
  | OpenError
  | ProveError
  | { readonly _tag: 'FolderNotEmpty'; readonly folder: string }
  | { readonly _tag: 'CannotWrite'; readonly folder: string; readonly cause: unknown }
  /** The name of an extra file is taken, or would lead out of the folder. */
  | { readonly _tag: 'BadName'; readonly name: string }

/** Writes the whole log as it is now. */
export const writeEvidence = (settings: EvidenceSettings): E.Either<EvidenceError, Manifest> => {
  const bad = Object.keys(settings.extra ?? {}).find((name) => !isFreeName(name))
  if (bad !== undefined) return E.left({ _tag: 'BadName', name: bad })
  const opened = openLedger(settings.file)
  if (E.isLeft(opened)) return opened
  try {
    return written(opened.right, settings)
  } catch (error) {
    return E.left(failure(settings.folder, error))
  } finally {
    opened.right.close()
  }
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

const failure = (folder: string, error: unknown): EvidenceError => {
  const isFile = typeof error === 'object' && error !== null && 'syscall' in error
  return isFile ? { _tag: 'CannotWrite', folder, cause: error } : toReadError(error)
}

const written = (
  ledger: Ledger,
  { folder, note, keys = [], extra = {} }: EvidenceSettings,
): E.Either<EvidenceError, Manifest> => {
  const checkpoint = note === undefined ? E.right(undefined) : checkpointOf(ledger, note, keys)
  if (E.isLeft(checkpoint)) return checkpoint
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return E.left({ _tag: 'FolderNotEmpty', folder })
  mkdirSync(folder, { recursive: true })
  const { commitNo, position, chain } = ledger.tip()
  const texts: ReadonlyArray<readonly [name: string, lines: Iterable<string>]> = [
    ['commits.ndjson', json(ledger.commits(1, commitNo))],
    ['events.ndjson', json(ledger.events(1, position))],
    ...(note === undefined ? [] : [['checkpoint.note', linesOf(note)] as const]),
    ...(keys.length === 0 ? [] : [['keys.txt', keys.map(keyText)] as const]),
    ...Object.entries(extra).map(([name, text]) => [name, linesOf(text)] as const),
  ]
  const files = texts
    .map(([name, lines]) => writeLines(folder, name, lines))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const manifest: Manifest = {
    kind: 'deskledger-evidence',
    version: 1,
    format: 1,
    desk: ledger.deskId,
    commits: commitNo,
    events: position,
    chain,
    root: ledger.rootOfRange(0, commitNo),
    files,
  }
  writeLines(folder, 'manifest.json', linesOf(JSON.stringify(manifest, null, 2)))
  return E.right(manifest)
}

/** One object a line, with the keys in the order in which the ledger names its columns. */
const json = function* (rows: Iterable<object>): Generator<string> {
  for (const row of rows) yield JSON.stringify(row)
}

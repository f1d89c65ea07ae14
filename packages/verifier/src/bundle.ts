/**
 * Evidence bundles: every file is what the manifest says, every hash of the log is made anew, and
 * what was signed of it is compared.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { rootOf, type Growing } from './hashes.ts'
import { goThrough, type Gone } from './log.ts'
import type { Checkpoint } from './notes.ts'
import { signedBy } from './proof.ts'
import { parsed, sizeAndHash, textOf } from './reading.ts'
import { gathering, trusted, type Gathering, type Held, type Report } from './report.ts'
import { fits, is, isCount, type Shape } from './shapes.ts'
import { isDigest } from './hashes.ts'

interface FileEntry {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

interface Manifest {
  readonly desk: string
  readonly commits: number
  readonly events: number
  readonly chain: string
  readonly root: string
  readonly files: ReadonlyArray<FileEntry>
}

const fileShape: Shape = {
  name: (u) => typeof u === 'string' && /^[a-z0-9][\w.-]*$/i.test(u),
  bytes: isCount,
  sha256: isDigest,
}
const manifestShape: Shape = {
  kind: is('deskledger-evidence'),
  version: is(1),
  format: is(1),
  desk: (u) => typeof u === 'string',
  commits: isCount,
  events: isCount,
  chain: isDigest,
  root: isDigest,
  files: (u) => Array.isArray(u) && u.every((each) => fits(fileShape, each)),
}
const isManifest = (u: unknown): u is Manifest => fits(manifestShape, u)

export const checkBundle = (folder: string, held: Held): Report => {
  const told = gathering()
  const manifest = parsed(textIn(folder, 'manifest.json'))
  if (!isManifest(manifest)) {
    told.find('it is not a manifest of a version that this program knows', 'manifest.json')
    return told.report('nothing')
  }
  const { desk } = manifest
  judgeFiles(folder, manifest.files, told)
  const names = new Set(manifest.files.map(({ name }) => name))
  const missing = ['commits.ndjson', 'events.ndjson'].filter(
    (name) => !isThere(folder, name, names),
  )
  for (const name of missing) told.find('it is missing', name)
  if (missing.length > 0) return told.report('bundle')

  const anchors = anchorsOf(folder, names, desk, held, told)
  const gone = goThrough({
    desk,
    commitsFile: join(folder, 'commits.ndjson'),
    eventsFile: join(folder, 'events.ndjson'),
    told,
    onCommit: (tree) => compare(tree, anchors, told),
  })
  judgeTotals(manifest, gone, told)
  judgeAnchors(anchors, gone, told)
  told.fact('desk', desk)
  told.fact('commits', gone.commits)
  told.fact('events', gone.events)
  told.fact('chain', gone.chain)
  told.fact('root', gone.root)
  return told.report('bundle', { requests: gone.requests.counts() })
}

const isThere = (folder: string, name: string, listed: ReadonlySet<string>): boolean =>
  listed.has(name) && existsSync(join(folder, name))

const textIn = (folder: string, name: string): string | undefined => {
  const file = join(folder, name)
  return existsSync(file) ? textOf(readFileSync(file)) : undefined
}

const judgeFiles = (folder: string, files: ReadonlyArray<FileEntry>, { find }: Gathering): void => {
  const listed = new Set(['manifest.json', ...files.map(({ name }) => name)])
  if (listed.size !== files.length + 1) find('a file is listed twice', 'manifest.json')
  for (const name of readdirSync(folder)) if (!listed.has(name)) find('it is not listed', name)
  for (const { name, bytes, sha256 } of files) {
    const file = join(folder, name)
    if (!existsSync(file)) find('it is missing', name)
    else {
      const found = sizeAndHash(file)
      if (found.bytes !== bytes || found.sha256 !== sha256)
        find('it is not what was exported', name)
    }
  }
}

interface Anchor extends Checkpoint {
  readonly what: string
}

/** Everything that was signed of this log: the bundle's own checkpoint, and notes brought along. */
const anchorsOf = (
  folder: string,
  names: ReadonlySet<string>,
  desk: string,
  held: Held,
  told: Gathering,
): ReadonlyArray<Anchor> => {
  const came = names.has('keys.txt') ? (textIn(folder, 'keys.txt') ?? '').split('\n') : []
  const keys = trusted(
    held,
    came.filter((line) => line !== ''),
    told,
  )
  const own = names.has('checkpoint.note') ? textIn(folder, 'checkpoint.note') : undefined
  const notes = [
    ...(own === undefined ? [] : [{ note: own, what: 'the checkpoint' }]),
    ...held.notes.map((note, i) => ({ note, what: `the note ${i + 1} of yours` })),
  ]
  return notes.flatMap(({ note, what }) => {
    const signed = signedBy(note, desk, keys, told, what)
    return signed === undefined ? [] : [{ ...signed, what }]
  })
}

const compare = (tree: Growing, anchors: ReadonlyArray<Anchor>, { find }: Gathering): void => {
  for (const { size, root, what } of anchors)
    if (size === tree.size && root !== rootOf(tree))
      find('the log is not the one that was signed', `${what}, ${size} commits`)
}

const judgeTotals = (manifest: Manifest, gone: Gone, { find }: Gathering): void => {
  for (const name of ['commits', 'events', 'chain', 'root'] as const)
    if (manifest[name] !== gone[name])
      find(`it says another ${name} than there is`, 'manifest.json')
}

const judgeAnchors = (
  anchors: ReadonlyArray<Anchor>,
  { commits }: Gone,
  { find, leaveOpen }: Gathering,
): void => {
  for (const { size, what } of anchors)
    if (size > commits) find('the log ends before what was signed', `${what}, ${size} commits`)
  const signed = Math.max(0, ...anchors.map(({ size }) => size))
  if (signed >= commits && commits > 0) return
  const where = signed === 0 ? '' : ` after commit ${signed}`
  leaveOpen(`truncation of the tail, whole rewrite${where}: no signed checkpoint covers it`)
}

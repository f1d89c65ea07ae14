/**
 * The sample for specs of any package: built once on a machine for each state of the sources, and
 * copied for whoever wants to write in it.
 */
import { createHash } from 'node:crypto'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isDesk } from '@deskledger/desk'
import { day } from '../calendar.ts'
import { ranElsewhere } from './elsewhere.ts'
import { shortForm } from './golden.ts'

export { yearBegins } from '../calendar.ts'
export { commandIds } from '../building/sample.ts'
export { played } from '../simulation/year.ts'
export { expected, shortForm } from './golden.ts'

export interface SampleDesk {
  readonly folder: string
  /** Removes a copy; a shared one stays. */
  readonly remove: () => void
}

/**
 * The built-in sample's first `days` days, three weeks unless told. A private copy, or with `shared`
 * the one that everybody has and nobody may write in. Parallel workers wait for the one that builds.
 */
export const sampleDesk = async (
  days: number = shortForm,
  { shared = false }: { readonly shared?: boolean } = {},
): Promise<SampleDesk> => {
  const folder = await onceBuilt(days)
  if (shared) return { folder, remove: () => undefined }
  const copy = mkdtempSync(join(tmpdir(), 'deskledger-sample-copy-'))
  cpSync(folder, copy, { recursive: true })
  return { folder: copy, remove: () => rmSync(copy, { recursive: true, force: true }) }
}

const onceBuilt = async (days: number): Promise<string> => {
  const cache = join(tmpdir(), 'deskledger-samples')
  const folder = join(cache, `${sourcesDigest()}-${days}`)
  if (isDesk(folder)) return folder
  mkdirSync(cache, { recursive: true })
  removeOld(cache)
  while (!isDesk(folder) && !(await isBuilt(folder, days))) await setTimeout(lookEveryMs)
  return folder
}

/** How often to look whether another process has built it, in milliseconds. */
const lookEveryMs = 3_000

/** False if another process is at it. */
const isBuilt = async (folder: string, days: number): Promise<boolean> => {
  const code = await ranElsewhere('building', folder, days)
  if (code === 0 || code === 2) return code === 0
  throw new Error(`the sample could not be built: ${String(code)}`)
}

/** Those of sources that have changed since, once nobody can be reading them any more. */
const removeOld = (cache: string): void => {
  const yesterday = Date.now() - day
  for (const name of readdirSync(cache)) {
    const old = join(cache, name)
    if (statSync(old).mtimeMs < yesterday) rmSync(old, { recursive: true, force: true })
  }
}

/** Which packages make no difference to the sample. */
const others = new Set(['cli', 'ingest'])

/** Of this package and its neighbours, as they run: from source, or as they were published. */
const sourcesDigest = (): string => {
  const own = resolve(import.meta.dirname, '..')
  const hash = createHash('sha256').update(process.version)
  const files = globSync(`*/${basename(own)}/**/*.{ts,js,json}`, { cwd: resolve(own, '../..') })
  for (const file of files.sort()) {
    const [neighbour = ''] = file.split(/[\\/]/)
    if (others.has(neighbour) || /\.(spec|samples)\.|\.d\.ts$/.test(file)) continue
    hash.update(file).update(readFileSync(resolve(own, '../..', file)))
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * Where the work is done: on a file system in memory, where the processor is what counts, and on the
 * disk that the repository is on. Everything there is removed at the end, also of an interrupted run.
 */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Where } from './row.ts'

export interface Places {
  /** What the places are called in the table. */
  readonly where: Where
  /** A new folder there; `peers` is outside the repository. */
  readonly folder: (place: keyof Where | 'peers') => string
}

export const root = fileURLToPath(new URL('../../..', import.meta.url))

const inMemory = '/dev/shm'
const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

const hasMemory = isWritable(inMemory)

/** A new folder on a file system in memory, or, where there is none, among temporary files. */
export const quickFolder = (): string =>
  mkdtempSync(join(hasMemory ? inMemory : tmpdir(), 'deskledger-bench-'))

export const places = (): Places => {
  const homes = {
    memory: quickFolder(),
    disk: mkdtempSync(join(root, 'node_modules', '.deskledger-bench-')),
    peers: mkdtempSync(join(tmpdir(), 'deskledger-peers-')),
  }
  process.once('exit', () => {
    for (const home of Object.values(homes)) rmSync(home, { recursive: true, force: true })
  })
  return {
    where: { memory: hasMemory ? 'tmpfs' : 'temporary files', disk: 'disk' },
    folder: (place) => mkdtempSync(join(homes[place], 'run-')),
  }
}

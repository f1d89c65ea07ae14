/**
 * Where a sample is built: in a hidden folder beside the place of its files, one process at a time.
 *
 * The files are moved into place when they are whole, the log last, so that a desk is there as a
 * whole or not at all. What a process leaves that was killed is found by the next one.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { problemWith } from './problems.ts'

export interface Staging {
  readonly folder: string
  /** Whether somebody was killed here. */
  readonly hasRemains: boolean
  /** Whether that was while whole files were moved into place. */
  readonly isHalfPublished: boolean
  /** What lies here is thrown away. */
  readonly clear: () => void
  /** Moves the files into place. */
  readonly publish: () => void
  /** Lets others build here. */
  readonly leave: () => void
}

/** The keys go first and the log last: where it is, the others are. */
const keys = 'keys.db'
const log = 'events.db'
const own = /^((events|keys|views)\.db|desk\.key$|erasures\.jsonl$)/

/** Rejects if the folder holds other things, or another process builds in it. */
export const stagingIn = (folder: string): Staging => {
  mkdirSync(folder, { recursive: true })
  const found = readdirSync(folder).filter((name) => !name.startsWith('.') && !own.test(name))
  if (found.length > 0) throw problemWith({ _tag: 'FolderInUse', folder, found: found.slice(0, 5) })
  const lock = join(folder, '.building.pid')
  const staging = join(folder, '.building')
  take(lock, folder)
  const clear = (): void => rmSync(staging, { recursive: true, force: true })
  return {
    folder: staging,
    hasRemains: existsSync(staging),
    isHalfPublished: existsSync(join(staging, log)) && !existsSync(join(staging, keys)),
    clear,
    publish: () => {
      const others = readdirSync(staging).filter((name) => name !== keys && name !== log)
      for (const name of [keys, ...others, log]) moved(join(staging, name), join(folder, name))
      clear()
    },
    leave: () => rmSync(lock, { force: true }),
  }
}

/** What is not there was moved by somebody who was killed afterwards. */
const moved = (from: string, to: string): void => {
  if (existsSync(from)) renameSync(from, to)
}

/** Only one of many can make a file that must not exist; one that a dead process made is not heeded. */
const take = (lock: string, folder: string): void => {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      return writeFileSync(lock, String(process.pid), { flag: 'wx' })
    } catch (error) {
      if (!isCoded(error, 'EEXIST')) throw error
      const pid = Number(readFileSync(lock, 'utf8'))
      if (pid !== process.pid && isAlive(pid))
        throw problemWith({ _tag: 'BeingBuilt', folder, pid })
      rmSync(lock, { force: true })
    }
  }
}

const isAlive = (pid: number): boolean => {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return isCoded(error, 'EPERM')
  }
}

const isCoded = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code

/**
 * A backup of a desk: its log, its keys, its master key, as of one moment, while others write.
 *
 * Copied by SQLite's own means, the log before the keys, so that every key of the copied log is
 * there; looked through afterwards. The read models are not in it, nor is the ledger of erasures:
 * whoever restores a backup must have the ledger from elsewhere. `backup.json` says what it holds.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { hash } from 'node:crypto'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { machineClock } from './clock.ts'
import { isDesk, logFile } from './folder.ts'
import { keysFile, masterKeyFile } from './keys.ts'
import { ProblemError, problemOf } from './problem.ts'
import { readDesk } from './reading.ts'

export interface Backup {
  readonly backup: 1
  readonly desk: string
  /** When it was begun, in milliseconds since 1970 UTC. */
  readonly at: number
  /** The position of the last event in it. */
  readonly head: number
  /** SHA-256 of each file in hexadecimal. */
  readonly files: Readonly<Record<string, string>>
}

export const refuse = (
  error: Readonly<Record<string, unknown>> & { readonly _tag: string },
): ProblemError => new ProblemError(problemOf(error))

/** A copy of the database, sound, or an exception. Nobody who writes is waited for. */
export const copyDatabase = async (from: string, to: string): Promise<void> => {
  const db = new Database(from, { readonly: true, timeout: 5_000 })
  try {
    await db.backup(to, { progress: () => 1_000_000_000 })
  } finally {
    db.close()
  }
  const copy = new Database(to)
  const found = copy.pragma('integrity_check(1)', { simple: true })
  copy.pragma('wal_checkpoint(TRUNCATE)')
  copy.close()
  if (found !== 'ok') throw refuse({ _tag: 'BackupDamaged', file: to, reason: String(found) })
}

export const sha256Of = (file: string): string => hash('sha256', readFileSync(file))

/** Rejects with a `ProblemError`; what was begun is left for somebody to look at. */
export const backupDesk = async (folder: string, to: string): Promise<Backup> => {
  if (!isDesk(folder)) throw refuse({ _tag: 'NoDesk', folder })
  mkdirSync(to, { recursive: true, mode: 0o700 })
  const found = readdirSync(to)
  if (found.length > 0) throw refuse({ _tag: 'NotEmpty', folder: to, found: found.slice(0, 5) })
  const at = machineClock()
  for (const file of [logFile(folder), keysFile(folder)])
    await copyDatabase(file, join(to, basename(file)))
  if (existsSync(masterKeyFile(folder))) copyFileSync(masterKeyFile(folder), masterKeyFile(to))
  const copy = await readDesk({ folder: to })
  const { id: desk } = copy
  const head = await copy.head()
  await copy.close()
  const files = Object.fromEntries(
    readdirSync(to)
      .filter((name) => !/-(wal|shm)$/.test(name))
      .map((name) => [name, sha256Of(join(to, name))]),
  )
  const backup: Backup = { backup: 1, desk, at, head, files }
  writeFileSync(join(to, 'backup.json'), `${JSON.stringify(backup, undefined, 2)}\n`)
  return backup
}

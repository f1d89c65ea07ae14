/**
 * Keys, ledger of erasures and certificates, taken along from one folder to another.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { readLedger } from '@deskledger/vault'
import { copyDatabase } from '../backup.ts'
import { certificatesFolder, ledgerFile } from '../erasing.ts'
import { keysFile, masterKeyFile } from '../keys.ts'
import { orThrow } from '../problem.ts'

/** Whose keys they are; nobody's if there are none. */
export const ownerOf = (folder: string): string | undefined => {
  const file = keysFile(folder)
  if (!existsSync(file)) return undefined
  const db = new Database(file, { readonly: true, timeout: 5_000 })
  try {
    const owner = db.prepare("SELECT value FROM vault WHERE name = 'desk'").pluck().get()
    return typeof owner === 'string' ? owner : undefined
  } finally {
    db.close()
  }
}

/** As they are wrapped. Each file is whole there or not there, whatever interrupts it. */
export const moveKeys = async (from: string, to: string): Promise<void> => {
  mkdirSync(to, { recursive: true })
  await replaced(keysFile(to), (draft) => copyDatabase(keysFile(from), draft))
  const master = masterKeyFile(from)
  if (existsSync(master))
    await replaced(masterKeyFile(to), async (draft) => copyFileSync(master, draft))
  await moveLedger(from, to)
}

/** How many erasures the ledger tells of. */
export const erasuresIn = (folder: string): number => orThrow(readLedger(ledgerFile(folder))).length

const moveLedger = async (from: string, to: string): Promise<void> => {
  const ledger = ledgerFile(from)
  if (existsSync(ledger))
    await replaced(ledgerFile(to), async (draft) => copyFileSync(ledger, draft))
  const [old, own] = [certificatesFolder(from), certificatesFolder(to)]
  if (!existsSync(old)) return
  mkdirSync(own, { recursive: true })
  for (const name of readdirSync(old))
    await replaced(join(own, name), async (draft) => copyFileSync(join(old, name), draft))
}

const replaced = async (file: string, make: (draft: string) => Promise<void>): Promise<void> => {
  const draft = join(dirname(file), `.migrating-${basename(file)}`)
  rmSync(draft, { force: true })
  await make(draft)
  chmodSync(draft, 0o600)
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  renameSync(draft, file)
}

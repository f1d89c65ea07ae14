/**
 * Keys, master key, ledger of erasures and certificates, taken along from one side to the other.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { copyKeys, keysInFile, readLedger, type KeysPlace } from '@deskledger/vault'
import { machineClock } from '../clock.ts'
import { certificatesFolder, ledgerFile } from '../erasing.ts'
import { keysFile, masterKeyFile, openKeys } from '../keys.ts'
import { orThrow } from '../problem.ts'
import type { Home } from './home.ts'

/** Keys in the folder of a desk. */
export const keysInFolder = (folder: string): Pick<Home, 'keys' | 'opened'> => ({
  keys: keysInFile(keysFile(folder)),
  opened: ({ desk, log, masterKey }) =>
    openKeys({
      folder,
      store: { ...log, deskId: desk },
      clock: machineClock,
      masterKey,
      readOnly: true,
    }),
})

/** Whose keys they are; nobody's if there are none, or not all of them. */
export const ownerOf = async (keys: KeysPlace): Promise<string | undefined> => {
  const open = await keys('from')
  if (E.isLeft(open) && open.left._tag === 'KeysMissing') return undefined
  const place = orThrow(open)
  try {
    return await place.desk()
  } finally {
    await place.close()
  }
}

/** How many erasures the ledger tells of. */
export const erasuresIn = (folder: string): number => orThrow(readLedger(ledgerFile(folder))).length

const mostTries = 5

/** As they are wrapped; whatever interrupts it, whole or not to be opened. */
export const moveKeys = async (from: Home, to: Home): Promise<void> => {
  mkdirSync(to.folder, { recursive: true })
  const copying = copyKeys(from.keys, to.keys)
  let copied = await copying()
  // Somebody may be given a key at this moment: then what was copied is not all.
  for (let tries = 1; tries < mostTries && isOvertaken(copied); tries += 1) copied = await copying()
  orThrow(copied)
  moveFiles(from.folder, to.folder)
}

const isOvertaken = (copied: E.Either<{ readonly _tag: string }, unknown>): boolean =>
  E.isLeft(copied) && copied.left._tag === 'KeysDiffer'

const moveFiles = (from: string, to: string): void => {
  for (const file of [masterKeyFile, ledgerFile]) replace(file(from), file(to))
  const [old, own] = [certificatesFolder(from), certificatesFolder(to)]
  if (!existsSync(old)) return
  mkdirSync(own, { recursive: true })
  for (const name of readdirSync(old)) replace(join(old, name), join(own, name))
}

/** Whole at once; what is not there is left out. */
const replace = (from: string, to: string): void => {
  if (!existsSync(from)) return
  const draft = join(dirname(to), `.migrating-${basename(to)}`)
  copyFileSync(from, draft)
  chmodSync(draft, 0o600)
  renameSync(draft, to)
}

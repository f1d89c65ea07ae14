/**
 * A desk out of a backup, with everybody erased who was erased since.
 *
 * The keys come first, and what the ledger of erasures names is destroyed among them before there is
 * a log that it could be read with. So whenever a restore is interrupted, nobody has come back; it
 * begins anew when it is asked for again.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import {
  addToLedger,
  ledgerFor,
  openVault,
  readCertificates,
  reapply,
  type FileVault,
  type Line,
  type MasterKeyProvider,
} from '@deskledger/vault'
import { v7 } from 'uuid'
import { copyDatabase, refuse, sha256Of, type Backup } from './backup.ts'
import { machineClock } from './clock.ts'
import { certificatesFolder, commandIdOf, ledgerFile } from './erasing.ts'
import { isDesk, logFile, prepareFolder, viewsFile } from './folder.ts'
import { keysFile, masterKeyFile, masterKeyOf } from './keys.ts'
import { openDesk } from './open.ts'
import { orThrow } from './problem.ts'

export interface RestoreOptions {
  /** Where the backup is. */
  readonly from: string
  /** Where the desk is to be; must hold none. */
  readonly folder: string
  /** The ledger of erasures; the one in the desk's folder unless told. */
  readonly ledger?: string
  /** There is no ledger any more. Recorded: whoever was erased since the backup is back. */
  readonly ledgerLost?: boolean
  readonly masterKey?: MasterKeyProvider
}

export interface Restored {
  readonly head: number
  /** Erasures that were done again, those that the backup knew of included. */
  readonly erasures: number
  readonly keysDestroyed: number
}

/** Rejects with a `ProblemError`. */
export const restoreDesk = async (options: RestoreOptions): Promise<Restored> => {
  const { from, folder } = options
  const backup = backupIn(from)
  if (isDesk(folder)) throw refuse({ _tag: 'DeskInPlace', folder })
  orThrow(prepareFolder(folder))
  for (const file of [keysFile(folder), viewsFile(folder)])
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  await copyDatabase(keysFile(from), keysFile(folder))
  if (existsSync(masterKeyFile(from))) copyFileSync(masterKeyFile(from), masterKeyFile(folder))
  const vault = orThrow(await openKeysOf(options, backup)())
  const lines = await ledgerOf(options, vault)
  const destroyed = orThrow(await reapply(vault, lines, machineClock()))
  vault.close()
  takeAlong(options)
  const draft = `${logFile(folder)}.restoring`
  rmSync(draft, { force: true })
  await copyDatabase(logFile(from), draft)
  renameSync(draft, logFile(folder))
  await tellAgain(options, lines)
  return { head: backup.head, erasures: lines.length, keysDestroyed: destroyed.length }
}

const backupIn = (from: string): Backup => {
  const file = join(from, 'backup.json')
  if (!existsSync(file)) throw refuse({ _tag: 'NoBackup', folder: from })
  const damaged = (name: string, reason: string) =>
    refuse({ _tag: 'BackupDamaged', file: join(from, name), reason })
  try {
    const backup = JSON.parse(readFileSync(file, 'utf8')) as Backup
    for (const [name, expected] of Object.entries(backup.files))
      if (!existsSync(join(from, name)) || sha256Of(join(from, name)) !== expected)
        throw damaged(name, 'it is not what was backed up')
    return backup
  } catch (caught) {
    if (caught instanceof SyntaxError) throw damaged('backup.json', 'it is not JSON')
    throw caught
  }
}

const openKeysOf = (
  { folder, masterKey = masterKeyOf(folder) }: RestoreOptions,
  { desk }: Backup,
) =>
  openVault({
    file: keysFile(folder),
    desk,
    provider: masterKey,
    clock: machineClock,
    isLogEmpty: false,
  })

const ledgerOf = async (
  { folder, ledger = ledgerFile(folder), ledgerLost = false }: RestoreOptions,
  vault: FileVault,
): Promise<ReadonlyArray<Line>> => {
  if (!ledgerLost) return orThrow(await ledgerFor(vault, ledger))
  const at = machineClock()
  vault.db.prepare('INSERT OR REPLACE INTO vault VALUES (?, ?)').run('ledgerLostAt', String(at))
  const nobody = { subjects: [], keys: [], partyId: '', basis: 'ledgerLost' }
  orThrow(addToLedger(ledgerFile(folder), { ...nobody, erasure: v7(), at }))
  return []
}

/** The ledger and the certificates that belong to it go with the desk. */
const takeAlong = ({ folder, ledger = ledgerFile(folder), ledgerLost }: RestoreOptions): void => {
  if (ledgerLost === true || resolve(ledger) === resolve(ledgerFile(folder))) return
  copyFileSync(ledger, ledgerFile(folder))
  const beside = join(dirname(ledger), basename(certificatesFolder(folder)))
  if (readCertificates(beside).length === 0) return
  mkdirSync(certificatesFolder(folder), { recursive: true })
  for (const { erasure } of readCertificates(beside))
    copyFileSync(
      join(beside, `${erasure}.json`),
      join(certificatesFolder(folder), `${erasure}.json`),
    )
}

/** The log of before the erasures is told of them, under the ids that they had. */
const tellAgain = async (
  { folder, masterKey }: RestoreOptions,
  lines: ReadonlyArray<Line>,
): Promise<void> => {
  const desk = await openDesk({
    folder,
    mode: 'still',
    ...(masterKey === undefined ? {} : { masterKey }),
  })
  try {
    const house = desk.as({ kind: 'system', id: 'restore' })
    for (const { erasure, partyId, basis } of lines)
      for (const type of ['RequestPartyErasure', 'EraseParty'] as const) {
        const commandId = commandIdOf(erasure, type)
        const data = { partyId, basis: basis as 'asked' }
        const told = await house.send({ type, data }, { commandId })
        if (!told.ok && !isUnknown(told.error)) throw refuse(told.error)
      }
    await desk.caughtUp()
  } finally {
    await desk.close()
  }
}

/** Somebody who was registered after the backup was made is not in it. */
const isUnknown = (error: { readonly _tag: string }): boolean => error._tag === 'NotRegistered'

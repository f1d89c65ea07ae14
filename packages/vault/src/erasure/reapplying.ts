/**
 * Erasures done again on keys that come from before them: what makes an old backup safe to restore.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { readCertificates } from './certificate.ts'
import type { ErasableKeys, KeysStillRead } from './erasable.ts'
import { isPast } from './journal.ts'
import { readLedger, type LedgerDamaged, type Line } from './ledger.ts'

export type LedgerError =
  | LedgerDamaged
  /** There is no ledger; nobody knows who was erased since the backup was made. */
  | { readonly _tag: 'LedgerMissing'; readonly file: string }
  /** The ledger does not know of an erasure that was certified, or that the backup itself knows of. */
  | { readonly _tag: 'LedgerTooOld'; readonly file: string; readonly erasure: string }

/** The ledger, if it knows of every erasure that anything found here tells of. */
export const ledgerFor = async (
  vault: ErasableKeys,
  file: string,
): Promise<E.Either<LedgerError, ReadonlyArray<Line>>> => {
  if (!existsSync(file)) return E.left({ _tag: 'LedgerMissing', file })
  const read = readLedger(file)
  if (E.isLeft(read)) return read
  const certified = readCertificates(join(dirname(file), 'certificates'))
    .filter(({ desk }) => desk === vault.desk)
    .find(({ ledger }) => !read.right.some(({ hash }) => hash === ledger))
  const known = new Set(read.right.map(({ erasure }) => erasure))
  const erasures = await vault.journal.all()
  const done = erasures.find((each) => isPast(each, 'destroyed') && !known.has(each.erasure))
  const erasure = certified?.erasure ?? done?.erasure
  return erasure === undefined ? read : E.left({ _tag: 'LedgerTooOld', file, erasure })
}

/** Nobody whom the ledger names has a key afterwards, nor is given one. */
export const reapply = async (
  vault: ErasableKeys,
  lines: ReadonlyArray<Line>,
  at: number,
): Promise<E.Either<KeysStillRead, ReadonlyArray<string>>> => {
  for (const { erasure, subjects } of lines) await vault.fence({ erasure, subjects, at })
  const subjects = lines.flatMap((line) => line.subjects)
  const keyIds = lines.flatMap(({ keys }) => keys)
  return vault.destroy({ subjects, keyIds }, at)
}

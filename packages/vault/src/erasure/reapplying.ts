/**
 * Erasures done again on keys that come from before them: what makes an old backup safe to restore.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Vault } from '../vault.ts'
import { readCertificates } from './certificate.ts'
import { destroyKeys, fence, type KeysStillRead } from './destroying.ts'
import { isPast, type Erasing } from './journal.ts'
import { readLedger, type LedgerDamaged, type Line } from './ledger.ts'

export type LedgerError =
  | LedgerDamaged
  /** There is no ledger; nobody knows who was erased since the backup was made. */
  | { readonly _tag: 'LedgerMissing'; readonly file: string }
  /** The ledger does not know of an erasure that was certified, or that the backup itself knows of. */
  | { readonly _tag: 'LedgerTooOld'; readonly file: string; readonly erasure: string }

/** The ledger, if it knows of every erasure that anything found here tells of. */
export const ledgerFor = (
  vault: Vault,
  file: string,
): E.Either<LedgerError, ReadonlyArray<Line>> => {
  if (!existsSync(file)) return E.left({ _tag: 'LedgerMissing', file })
  const read = readLedger(file)
  if (E.isLeft(read)) return read
  const certified = readCertificates(join(dirname(file), 'certificates'))
    .filter(({ desk }) => desk === vault.desk)
    .find(({ ledger }) => !read.right.some(({ hash }) => hash === ledger))
  const known = new Set(read.right.map(({ erasure }) => erasure))
  const done = erasuresIn(vault).find((each) => !known.has(each.erasure))
  const erasure = certified?.erasure ?? done?.erasure
  return erasure === undefined ? read : E.left({ _tag: 'LedgerTooOld', file, erasure })
}

const erasuresIn = ({ db }: Vault): ReadonlyArray<Erasing> =>
  db
    .prepare('SELECT note FROM erasures')
    .pluck()
    .all()
    .map((note) => JSON.parse(String(note)) as Erasing)
    .filter((erasing) => isPast(erasing, 'destroyed'))

/** Nobody whom the ledger names has a key afterwards, nor is given one. */
export const reapply = (
  vault: Vault,
  lines: ReadonlyArray<Line>,
  at: number,
): E.Either<KeysStillRead, ReadonlyArray<string>> => {
  for (const { erasure, subjects } of lines) fence(vault, erasure, subjects, at)
  const subjects = lines.flatMap((line) => line.subjects)
  const keyIds = lines.flatMap(({ keys }) => keys)
  return destroyKeys(vault, { subjects, keyIds }, at)
}

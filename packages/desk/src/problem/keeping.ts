/**
 * Erasures, backups, restoring.
 */
import { file, listOf, say, type Wordings } from './wording.ts'

export const keeping: Wordings = {
  ReasonNamesPerson: {
    code: 'DL2008',
    what: 'The reason names the person.',
    why: () => 'it would keep what is to be erased',
    mend: 'say it without name, number or address: "asked by letter"',
  },
  KeysStillRead: {
    code: 'DL7102',
    what: 'Somebody still reads an older state of the keys.',
    where: file,
    why: () => 'another program holds what was there before, so what is destroyed is still there',
    mend: 'end that program or session, then repeat the command: it goes on from there',
  },
  LedgerDamaged: {
    code: 'DL7103',
    what: 'The ledger of erasures was changed.',
    where: (error) => `${file(error)}, line ${say(error['line'])}`,
    why: () => 'the line is not what was written, or one before it is missing',
    mend: 'use an untouched copy of the ledger',
  },
  LedgerMissing: {
    code: 'DL7104',
    what: 'The ledger of erasures is not there.',
    where: file,
    why: () => 'without it whoever was erased since the backup would come back',
    mend: 'name it: --ledger FILE; if it is lost for good: --ledger-lost, which is recorded',
  },
  LedgerTooOld: {
    code: 'DL7105',
    what: 'The ledger of erasures is too old.',
    where: file,
    why: ({ erasure }) => `it does not know the erasure ${say(erasure)}`,
    mend: 'use the newest ledger; if it is lost for good: --ledger-lost, which is recorded',
  },
  NotEmpty: {
    code: 'DL7106',
    what: 'The folder for the backup is not empty.',
    where: ({ folder }) => say(folder),
    why: ({ found }) => `it holds ${listOf(found)}`,
    mend: 'name a folder that is not there yet',
  },
  NoBackup: {
    code: 'DL7107',
    what: 'There is no backup here.',
    where: ({ folder }) => say(folder),
    why: () => 'the folder holds no backup.json',
    mend: 'name the folder that deskledger backup made',
  },
  BackupDamaged: {
    code: 'DL7108',
    what: 'The backup is damaged.',
    where: file,
    why: ({ reason }) => say(reason),
    mend: 'use another backup',
  },
  DeskInPlace: {
    code: 'DL7109',
    what: 'There is a desk already.',
    where: ({ folder }) => say(folder),
    why: () => 'a backup is never restored over a desk',
    mend: 'name another folder, or move the desk away and name its ledger with --ledger',
  },
}

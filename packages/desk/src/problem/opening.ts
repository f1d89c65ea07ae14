/**
 * Why a desk does not open.
 */
import { file, listOf, reasonOf, say, type Wordings } from './wording.ts'

export const opening: Wordings = {
  NoDesk: {
    code: 'DL1001',
    what: 'There is no desk here.',
    where: ({ folder }) => say(folder),
    why: () => 'the folder holds no events.db',
    mend: 'name the desk with --desk DIR, or make one: deskledger demo --desk DIR',
  },
  NotADesk: {
    code: 'DL1002',
    what: 'The folder is not a desk.',
    where: ({ folder }) => say(folder),
    why: ({ found }) => `it holds other things (${listOf(found)}) and no events.db`,
    mend: 'name an empty folder, or one that does not exist yet',
  },
  FolderUnusable: {
    code: 'DL1003',
    what: 'The folder cannot be used.',
    where: ({ folder }) => say(folder),
    why: reasonOf,
    mend: 'check that it is a folder and that you may write there',
  },
  NoLog: {
    code: 'DL1004',
    what: 'There is no log.',
    where: file,
    why: () => 'the file does not exist',
    mend: 'check the path; a desk keeps its log in events.db',
  },
  NotALog: {
    code: 'DL1005',
    what: 'The file is not a log of ours.',
    where: file,
    why: ({ found }) => `it is ${say(found)}`,
    mend: 'name another folder; nothing was changed',
  },
  NewerFormat: {
    code: 'DL1006',
    what: 'The log was written by another version of this library.',
    where: file,
    why: ({ format, known }) => `it has format ${say(format)}; this version knows ${say(known)}`,
    mend: 'use the version that wrote it, or a newer one',
  },
  OlderFormat: {
    code: 'DL1010',
    what: 'The log was written by a version without hash chain and sealed personal data.',
    where: file,
    why: ({ format, known }) => `it has format ${say(format)}; this version writes ${say(known)}`,
    mend: 'import its sources again, into a new desk: deskledger import',
  },
  OldSqlite: {
    code: 'DL1007',
    what: 'SQLite is too old to be trusted with a log.',
    why: ({ version, needed }) =>
      `it is ${say(version)}, and ${say(needed)} is the first without a known corruption`,
    mend: 'update better-sqlite3',
  },
  Unsupported: {
    code: 'DL1008',
    what: 'The file system cannot keep what a log promises.',
    where: file,
    why: ({ setting, found }) => `${say(setting)} came out as ${say(found)}`,
    mend: 'keep the desk on a local disk, not on a network share',
  },
  CannotOpen: {
    code: 'DL1009',
    what: 'The log cannot be opened.',
    where: file,
    why: reasonOf,
    mend: 'check the path and your rights to it',
  },
}

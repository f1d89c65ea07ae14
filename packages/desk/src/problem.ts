/**
 * Failures as people read them: a stable code, what happened, where, why, and what mends it.
 *
 * Inside, failures are tagged data; this is where they become words. Nothing of an event's data is
 * ever among them.
 */
import * as E from 'fp-ts/lib/Either.js'
import { describeIssues, type Issue, type Undecodable } from '@deskledger/kernel'
import { failureOf } from './failure.ts'
import { nearest } from './nearest.ts'

export interface Problem {
  /** Stable: scripts may rely on it, and `docs/reference/errors.md` explains it. */
  readonly code: string
  readonly what: string
  /** A file, a stream and revision, a position, a path; empty where there is no place. */
  readonly where: string
  readonly why: string
  /** What to do, with the command that does it where there is one. */
  readonly mend: string
  /** The failure as data. */
  readonly error: { readonly _tag: string }
}

/** An exception that carries a problem. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.code} ${problem.what} (${problem.why}; ${problem.mend})`)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

type Fields = Readonly<Record<string, unknown>>
interface Wording {
  readonly code: string
  readonly what: string
  readonly where?: (error: Fields) => string
  readonly why: (error: Fields) => string
  readonly mend: string | ((error: Fields) => string)
}

const say = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
const file = (error: Fields): string => say(error['file'])
const provider = (error: Fields): string => say(error['provider'])
const causeOf = ({ cause }: Fields): string => failureOf(cause).message || 'no reason was given'
const listOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '')
const suggestion = ({ didYouMean }: Fields): string =>
  typeof didYouMean === 'string' ? `did you mean ${didYouMean}? ` : ''

/** What the operating system or SQLite says, in words where there are some. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EEXIST: 'a file is there, and no folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'you have not the right to it',
  EPERM: 'you have not the right to it',
  EROFS: 'it lies on a disk that may only be read',
  ENOSPC: 'the disk is full',
  SQLITE_READONLY_DIRECTORY: 'even reading a log takes the right to write in its folder',
}
const reasonOf = (error: Fields): string => {
  const code = say(error['code'])
  return reasons[code] ?? `${code} ${causeOf(error)}`.trim()
}

const undecodable = (u: unknown): string => {
  const why = u as Undecodable
  switch (why._tag) {
    case 'UnknownType':
      return `no module of this desk knows the event type ${why.type}`
    case 'NewerSchema':
      return `${why.type} has schema version ${why.version}; this version knows up to ${why.known}`
    case 'Malformed':
      return `${why.type}: ${describeIssues(why.issues)}`
  }
}
const place = ({ stream, revision, position }: Fields): string =>
  [
    stream === undefined ? '' : `stream ${say(stream)}`,
    revision === undefined ? '' : `revision ${say(revision)}`,
    position === undefined ? '' : `position ${say(position)}`,
  ]
    .filter((part) => part !== '')
    .join(', ')

/** Why a note is not believed. */
const noteRefusal = ({ _tag, signer, signers, line, found, expected }: Fields): string => {
  switch (_tag) {
    case 'UnknownSigner':
      return `none of the keys given has signed it; it names ${listOf(signers)}`
    case 'BadSignature':
      return `the signature in the name of ${say(signer)} is not by that key, or the text was changed`
    case 'NotACheckpoint':
      return `line ${say(line)} is not as in a checkpoint`
    case 'OtherOrigin':
      return `it speaks of the log ${say(found)}; this one is ${say(expected)}`
    default:
      return 'it has not the form of a signed note'
  }
}

/** Every failure that has words of its own, by tag. */
export const problems: Readonly<Record<string, Wording>> = {
  // opening
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
  // keys
  MasterKeyMissing: {
    code: 'DL7001',
    what: 'The master key is not there.',
    where: provider,
    why: () => 'without it no personal data of this desk can be read',
    mend: 'put the key back that the desk was made with',
  },
  MasterKeyMalformed: {
    code: 'DL7002',
    what: 'The master key is not one.',
    where: provider,
    why: () => 'expected 32 bytes in base64 or hexadecimal',
    mend: 'put the key back that the desk was made with',
  },
  MasterKeyUnusable: {
    code: 'DL7003',
    what: 'The master key cannot be read.',
    where: provider,
    why: causeOf,
    mend: 'check your rights to it',
  },
  WrongMasterKey: {
    code: 'DL7004',
    what: 'The master key is another one than that of this desk.',
    where: file,
    why: (error) => `the key from ${provider(error)} does not open it`,
    mend: 'use the key that the desk was made with; nothing was changed',
  },
  KeysMissing: {
    code: 'DL7005',
    what: 'The keys of this desk are not there.',
    where: file,
    why: () => 'the log holds facts, and they were sealed with keys of this file',
    mend: 'put keys.db back, from a backup if need be: deskledger restore',
  },
  ForeignKeys: {
    code: 'DL7006',
    what: 'The keys are those of another desk.',
    where: file,
    why: ({ found }) => `they belong to the desk ${say(found)}`,
    mend: 'put the keys.db of this desk back; nothing was changed',
  },
  NotKeys: {
    code: 'DL7007',
    what: 'The file of keys is not one of ours.',
    where: file,
    why: () => 'it has not the form of one, or was written before personal data was sealed',
    mend: 'put the keys.db of this desk back; import an old desk again',
  },
  NewerKeys: {
    code: 'DL7008',
    what: 'The keys were written by another version of this library.',
    where: file,
    why: ({ format, known }) => `they have format ${say(format)}; this version knows ${say(known)}`,
    mend: 'use the version that wrote them, or a newer one',
  },
  KeysUnusable: {
    code: 'DL7009',
    what: 'The keys cannot be used.',
    where: file,
    why: causeOf,
    mend: 'check your rights to the file and its folder',
  },
  SubjectErased: {
    code: 'DL2009',
    what: 'The data of this person was erased.',
    where: ({ subject }) => say(subject),
    why: () => 'nothing personal is recorded of somebody who was erased',
    mend: 'if somebody has come back, register a new party',
  },
  // erasures, backups
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
    why: () => 'another program holds the file, so what is destroyed is still in it',
    mend: 'end that program, then repeat the command: it goes on from there',
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
  // commands
  UnknownCommand: {
    code: 'DL2001',
    what: 'No module of this desk knows the command.',
    where: ({ type }) => say(type),
    why: () => 'its name is not among those of the deciders',
    mend: (error) => `${suggestion(error)}the known ones are in docs/reference/commands.md`,
  },
  InvalidCommand: {
    code: 'DL2002',
    what: 'The command has not the form of one.',
    where: ({ type }) => say(type),
    why: ({ issues }) => describeIssues(issues as ReadonlyArray<Issue>),
    mend: 'send the fields as expected; nothing was written',
  },
  Conflict: {
    code: 'DL2003',
    what: 'Somebody else wrote first.',
    where: ({ stream }) => `stream ${say(stream)}`,
    why: ({ actual }) => `its last revision is ${say(actual)}`,
    mend: 'read the stream again and decide again',
  },
  CommandIdReused: {
    code: 'DL2004',
    what: 'The command id belongs to another command.',
    where: ({ stream }) => `stream ${say(stream)}`,
    why: () => 'the same id was sent before with other data',
    mend: 'send the new command under a new id',
  },
  CannotRead: {
    code: 'DL2005',
    what: 'A stored event of the stream cannot be read, so nothing can be decided on it.',
    where: place,
    why: ({ why }) => undecodable(why),
    mend: 'open the desk with the module, or the version of it, that wrote the event',
  },
  InvalidDecision: {
    code: 'DL2006',
    what: 'A decider decided what its own codecs do not allow.',
    where: place,
    why: ({ why }) => undecodable(why),
    mend: 'mend the decider; nothing was written',
  },
  UnknownDefinition: {
    code: 'DL2007',
    what: 'The house has not defined that.',
    where: ({ kind, key }) => `${say(kind)} ${say(key)}`,
    why: ({ known }) => `it knows ${listOf(known)}`,
    mend: 'use one of these',
  },
  // the log
  StoreClosed: {
    code: 'DL3001',
    what: 'The desk was closed.',
    why: () => 'this program closed it',
    mend: 'open it again',
  },
  StoreUnavailable: {
    code: 'DL3002',
    what: 'The log did not answer.',
    why: causeOf,
    mend: 'try again; if it stays so: deskledger doctor',
  },
  StoreDamaged: {
    code: 'DL3003',
    what: 'What is stored is not what was stored.',
    where: place,
    why: causeOf,
    mend: 'stop writing, keep the files, and look at them: deskledger doctor',
  },
  StoreReadOnly: {
    code: 'DL3004',
    what: 'The log may only be read.',
    why: () => 'the disk, the file or your rights do not allow writing',
    mend: 'check the rights of the folder and its files, and whether the disk is mounted read-only',
  },
  StoreFull: {
    code: 'DL3005',
    what: 'The disk is full.',
    why: () => 'there is no room for what was to be written; everything acknowledged is safe',
    mend: 'make room, then repeat the command',
  },
  OutcomeUnknown: {
    code: 'DL3006',
    what: 'It is not known whether the command was written.',
    why: causeOf,
    mend: 'send the same command again under the same id: it is written once',
  },
  Overloaded: {
    code: 'DL3007',
    what: 'Too much is waiting to be written.',
    why: ({ waitedMs }) => `waited ${say(waitedMs)} ms for other programs`,
    mend: 'try again a little later',
  },
  InvalidAppend: {
    code: 'DL3008',
    what: 'The events cannot be stored.',
    where: ({ stream, type }) => `stream ${say(stream)} ${say(type)}`.trim(),
    why: ({ reason }) => say(reason),
    mend: 'an event is JSON of at most 1 MiB',
  },
  // read models and questions
  CannotDecode: {
    code: 'DL4001',
    what: 'The read models stopped at an event that cannot be read.',
    where: place,
    why: ({ why }) => undecodable(why),
    mend: 'open the desk with the module that wrote it, or go on without it: deskledger project --on-undecodable park',
  },
  FoldFailed: {
    code: 'DL4002',
    what: 'A projector failed on an event.',
    where: (error) => `${say(error['table'])} ${place(error)}`.trim(),
    why: causeOf,
    mend: 'mend the projector, raise its version, then: deskledger project',
  },
  RowRefused: {
    code: 'DL4003',
    what: 'A projector made a row that its table does not take.',
    where: ({ table }) => say(table),
    why: causeOf,
    mend: 'mend the projector, raise its version, then: deskledger project',
  },
  ViewsUnavailable: {
    code: 'DL4004',
    what: 'The read models cannot be used.',
    where: file,
    why: (error) => `${say(error['code'])} ${causeOf(error)}`.trim(),
    mend: 'build them from the log: deskledger project --rebuild all',
  },
  ViewsReplaced: {
    code: 'DL4005',
    what: 'Another version has put its read models in place of these.',
    where: file,
    why: () => 'two versions of the projectors run on one desk',
    mend: 'run one version everywhere',
  },
  ProjectionClosed: {
    code: 'DL4006',
    what: 'The read models were closed.',
    why: () => 'this program closed them',
    mend: 'open the desk again',
  },
  NotReached: {
    code: 'DL4007',
    what: 'The read models did not catch up in time.',
    where: ({ position, reached }) => `at position ${say(reached)} of ${say(position)}`,
    why: () => 'another process builds them, or none does',
    mend: 'wait, or build them: deskledger project',
  },
  StillRead: {
    code: 'DL4008',
    what: 'Somebody still reads an older state of the read models.',
    where: file,
    why: () => 'an open query holds it',
    mend: 'end the query, then repeat the command',
  },
  UnknownQuestion: {
    code: 'DL4101',
    what: 'There is no question of that name.',
    where: ({ name }) => say(name),
    why: ({ known }) => `there are ${listOf(known)}`,
    mend: (error) => `${suggestion(error)}list them: deskledger query --list`,
  },
  BadQuery: {
    code: 'DL4102',
    what: 'The query cannot be run.',
    why: ({ reason }) => say(reason),
    mend: (error) => `${suggestion(error)}look at the tables and columns: deskledger schema`,
  },
  MissingParam: {
    code: 'DL4103',
    what: 'A parameter is missing.',
    where: ({ param }) => say(param),
    why: ({ doc }) => say(doc),
    mend: ({ param }) => `give it: --param ${say(param)}=VALUE`,
  },
  UnknownParam: {
    code: 'DL4104',
    what: 'There is no such parameter.',
    where: ({ param }) => say(param),
    why: ({ known }) =>
      Array.isArray(known) && known.length > 0
        ? `there are ${listOf(known)}`
        : 'there is none at all',
    mend: ({ param, known }) => {
      const hint = Array.isArray(known) ? nearest(say(param), known) : undefined
      return hint === undefined ? 'leave it out' : `did you mean ${hint}?`
    },
  },
  WrongParam: {
    code: 'DL4105',
    what: 'A parameter has not the form that is expected.',
    where: ({ param }) => say(param),
    why: ({ expected }) => `expected ${expected === 'integer' ? 'a whole number' : say(expected)}`,
    mend: ({ param, expected }) =>
      expected === 'instant'
        ? `give milliseconds since 1970 UTC, or ISO 8601 on the command line: --param ${say(param)}=2026-03-31T22:00Z`
        : `give it in that form: --param ${say(param)}=VALUE`,
  },
  NotAnInstant: {
    code: 'DL4106',
    what: 'That is neither a position nor an instant.',
    where: ({ given }) => say(given),
    why: () => 'expected a number, or ISO 8601',
    mend: 'for example --at 1204311, or --at 2026-03-31T22:00Z',
  },
  // imports
  InvalidSource: {
    code: 'DL5010',
    what: 'The name of the source is not one.',
    where: ({ source }) => say(source),
    why: () => 'expected a key: a letter, then letters, digits, dots, dashes',
    mend: 'for example --source helpdesk',
  },
  NoFile: {
    code: 'DL5001',
    what: 'The file to import cannot be read.',
    where: file,
    why: ({ code }) => reasons[say(code)] ?? say(code),
    mend: 'check the path and your rights to it',
  },
  InvalidMap: {
    code: 'DL5002',
    what: 'The map is not one.',
    where: file,
    why: ({ reason }) => say(reason),
    mend: 'print one to begin with: deskledger import xes FILE --dry-run',
  },
  ReadingEnded: {
    code: 'DL5003',
    what: 'The file ended early; what came before is imported.',
    where: file,
    why: ({ reason }) => say(reason),
    mend: 'mend the file and import it again: nothing is recorded twice',
  },
  FileChanged: {
    code: 'DL5004',
    what: 'The file was written to while it was imported.',
    where: file,
    why: () => 'it is not the file that it was at the beginning',
    mend: 'import it again when it is whole: nothing is recorded twice',
  },
  TakenBack: {
    code: 'DL5005',
    what: 'The import was taken back while it ran.',
    why: () => 'somebody withdrew it',
    mend: 'withdraw it once more, so that nothing of it is left',
  },
  Stopped: {
    code: 'DL5006',
    what: 'The desk could not go on.',
    where: ({ asked }) => say(asked),
    why: ({ why }) => say(why),
    mend: 'see to the reason, then repeat the command: it goes on from there',
  },
  WithdrawalUnfinished: {
    code: 'DL5007',
    what: 'An import of this file is being taken back.',
    where: ({ batchId }) => `batch ${say(batchId)}`,
    why: () => 'the withdrawal was begun and not ended',
    mend: ({ batchId }) => `end it first: deskledger import --withdraw ${say(batchId)}`,
  },
  NotImported: {
    code: 'DL5008',
    what: 'There is no such import.',
    where: ({ batchId }) => `batch ${say(batchId)}`,
    why: () => 'nothing was imported under that id',
    mend: 'the id is in the report of the import; list them: deskledger events --type ImportStarted',
  },
  StillImporting: {
    code: 'DL5009',
    what: 'The import still runs.',
    where: ({ batchId }) => `batch ${say(batchId)}`,
    why: () => 'something of it was recorded while it was being taken back',
    mend: 'stop the import, then withdraw it again',
  },
  // audits
  FileUnusable: {
    code: 'DL8001',
    what: 'The file cannot be used.',
    where: file,
    why: causeOf,
    mend: 'check the path and your rights; a key that is there is never written over',
  },
  InsideDesk: {
    code: 'DL8002',
    what: 'That is inside the desk.',
    where: file,
    why: () => 'whoever can change the log could change it too',
    mend: 'name a place outside the folder of the desk',
  },
  NotANoteKey: {
    code: 'DL8003',
    what: 'That is no key of checkpoints.',
    where: file,
    why: () => 'expected one line: name, key id and an Ed25519 key, with plus signs between them',
    mend: 'verifying keys end in .pub; secret ones begin with PRIVATE+KEY',
  },
  BadKeyName: {
    code: 'DL8004',
    what: 'The name of the key is none.',
    where: file,
    why: () => 'it is empty, or has spaces or plus signs',
    mend: 'make a key: deskledger audit key new FILE',
  },
  KeyIdDiffers: {
    code: 'DL8005',
    what: 'The key is not whole.',
    where: file,
    why: () => 'its id is not that of its name and its bytes',
    mend: 'copy it again from where it came from',
  },
  NoteRefused: {
    code: 'DL8006',
    what: 'A note cannot be relied on.',
    where: ({ index }) => `note ${Number(index) + 1}`,
    why: ({ why }) => noteRefusal(why as Fields),
    mend: 'give the note as it was signed, and the key that signed it, with --key',
  },
  OtherOrigin: {
    code: 'DL8007',
    what: 'The key, or the note, is that of another log.',
    where: ({ found }) => say(found),
    why: ({ expected }) => `this log is ${say(expected)}`,
    mend: 'use the key and the notes of this desk',
  },
  OtherHistory: {
    code: 'DL8008',
    what: 'The note speaks of another history.',
    where: ({ treeSize }) => `at ${say(treeSize)} commits`,
    why: () => 'the log has another root at that size, or fewer commits',
    mend: 'look which of the two was changed: deskledger audit verify --note FILE --key FILE',
  },
  NotAState: {
    code: 'DL8009',
    what: 'The file does not say how far a verification came.',
    where: file,
    why: () => 'it has not the form of one',
    mend: 'remove it; the log is then verified from the beginning',
  },
  NoEventSo: {
    code: 'DL8010',
    what: 'There is no such event in the log.',
    where: ({ asked }) => say(asked),
    why: ({ head }) => `the log ends at position ${say(head)}`,
    mend: 'name it by position, by id or as stream@revision; list them: deskledger events',
  },
  NotCovered: {
    code: 'DL8011',
    what: 'The note is older than the event.',
    where: ({ commit }) => `commit ${say(commit)}`,
    why: ({ treeSize }) => `it was signed when the log had ${say(treeSize)} commits`,
    mend: 'sign the log again: deskledger audit checkpoint --key FILE',
  },
  NoNote: {
    code: 'DL8012',
    what: 'Nobody has signed that part of the log.',
    where: ({ commit }) => `commit ${say(commit)}`,
    why: () => 'no checkpoint kept in the log covers it and was signed by the keys given',
    mend: 'sign the log: deskledger audit checkpoint --key FILE; or give a note with --note',
  },
  Disproved: {
    code: 'DL8013',
    what: 'The log cannot prove it.',
    where: ({ part }) => say(part),
    why: () => 'what is stored does not lead to what was signed: it was altered',
    mend: 'look where: deskledger audit verify --note FILE --key FILE',
  },
  FolderNotEmpty: {
    code: 'DL8014',
    what: 'The folder is not empty.',
    where: ({ folder }) => say(folder),
    why: () => 'a bundle is whole, and nothing else stands in its folder',
    mend: 'name an empty folder, or one that does not exist yet',
  },
  CannotWrite: {
    code: 'DL8015',
    what: 'The bundle cannot be written.',
    where: ({ folder }) => say(folder),
    why: causeOf,
    mend: 'check the path, your rights and the room on the disk',
  },
  NotANote: {
    code: 'DL8016',
    what: 'The file is no signed note.',
    why: () => noteRefusal({ _tag: 'NotANote' }),
    mend: 'give the note as deskledger audit checkpoint has written it',
  },
  UnknownSigner: {
    code: 'DL8017',
    what: 'Nobody whose key was given has signed the note.',
    why: ({ signers }) => `it names ${listOf(signers)}`,
    mend: 'give the key that signed it, with --key',
  },
  BadSignature: {
    code: 'DL8018',
    what: 'The note was changed, or it was signed with another key.',
    where: ({ signer }) => say(signer),
    why: (error) => noteRefusal({ ...error, _tag: 'BadSignature' }),
    mend: 'get the note again from where it is kept',
  },
  NotACheckpoint: {
    code: 'DL8019',
    what: 'The note is no checkpoint of a log.',
    where: ({ line }) => `line ${say(line)}`,
    why: () => 'expected the name of the log, a number of commits and a root',
    mend: 'give the note as deskledger audit checkpoint has written it',
  },
  // policies
  Undecodable: {
    code: 'DL6001',
    what: 'A policy stopped at an event that cannot be read.',
    where: (error) => `policy ${say(error['policy'])}, ${place(error)}`,
    why: ({ why }) => undecodable(why),
    mend: 'open the desk with the module that wrote the event',
  },
  Unreachable: {
    code: 'DL6002',
    what: 'A policy could not carry out an effect, because the log was away.',
    where: ({ key }) => say(key),
    why: ({ reason }) => say(reason),
    mend: 'it goes on from there when the desk is opened again',
  },
}

const isUnreadable = (error: object): error is { readonly why: unknown } =>
  'why' in error && 'position' in error && !('_tag' in error)

/** The failure in words. A rule's refusal has its own name and fields, and no wording here. */
export const problemOf = (error: object): Problem => {
  const tagged = isUnreadable(error) ? { _tag: 'CannotRead', ...error } : (error as never)
  const { _tag } = tagged as { readonly _tag: string }
  const wording = Object.hasOwn(problems, _tag) ? problems[_tag] : undefined
  if (wording === undefined) return refusal(tagged)
  const { code, what, where, why, mend } = wording
  return {
    code,
    what,
    where: where?.(tagged) ?? '',
    why: why(tagged),
    mend: typeof mend === 'string' ? mend : mend(tagged),
    error: tagged,
  }
}

const refusal = (error: { readonly _tag: string } & Fields): Problem => {
  const details = Object.entries(error)
    .filter(([name]) => name !== '_tag')
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : say(value)}`)
  return {
    code: 'DL2000',
    what: `A rule refused the command: ${error._tag}.`,
    where: '',
    why: details.join('; ') || error._tag,
    mend: 'do what the rule asks for first',
    error,
  }
}

/** The value, or a `ProblemError`: for calls whose failure is no answer but an accident. */
export const orThrow = <A>(answer: E.Either<object, A>): A => {
  if (E.isLeft(answer)) throw new ProblemError(problemOf(answer.left))
  return answer.right
}

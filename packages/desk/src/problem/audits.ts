/**
 * Audits: keys of notes, notes, proofs, states.
 */
import { causeOf, file, listOf, say, type Fields, type Wordings } from './wording.ts'

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

export const audits: Wordings = {
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
}

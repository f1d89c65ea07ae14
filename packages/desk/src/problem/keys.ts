/**
 * What may be wrong with the keys of personal data.
 */
import { causeOf, file, provider, say, type Wordings } from './wording.ts'

export const keys: Wordings = {
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
    why: () => 'the log holds facts, and they were sealed with keys that stood here',
    mend: 'put them back, keys.db from a backup if need be: deskledger restore',
  },
  ForeignKeys: {
    code: 'DL7006',
    what: 'The keys are those of another desk.',
    where: file,
    why: ({ found }) => `they belong to the desk ${say(found)}`,
    mend: 'put the keys of this desk back; nothing was changed',
  },
  NotKeys: {
    code: 'DL7007',
    what: 'What is here are no keys of ours.',
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
    mend: 'check your rights to the file and its folder, or to the schema, and that its server runs',
  },
  KeysDiffer: {
    code: 'DL7010',
    what: 'The keys that were copied are not those that were to be copied.',
    where: file,
    why: ({ table, from, to }) => `${say(table)}: ${say(from)} rows there, ${say(to)} here`,
    mend: 'copy again while nobody uses either of them; nothing was lost where they come from',
  },
  SubjectErased: {
    code: 'DL2009',
    what: 'The data of this person was erased.',
    where: ({ subject }) => say(subject),
    why: () => 'nothing personal is recorded of somebody who was erased',
    mend: 'if somebody has come back, register a new party',
  },
}

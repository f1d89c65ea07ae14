/**
 * Imports of other systems’ histories.
 */
import { reasons, file, say, type Wordings } from './wording.ts'

export const imports: Wordings = {
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
  NothingRead: {
    code: 'DL5011',
    what: 'Nothing of the file can be read; nothing was imported.',
    where: file,
    why: ({ reason }) => say(reason),
    mend: 'name the format that the file has: deskledger import --help',
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
}

/**
 * The log: closed, damaged, full, busy.
 */
import { causeOf, mendOfCause, place, say, type Wordings } from './wording.ts'

export const log: Wordings = {
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
    mendFor: mendOfCause,
  },
  StoreDamaged: {
    code: 'DL3003',
    what: 'What is stored is not what was stored.',
    where: place,
    why: causeOf,
    mend: 'stop writing, keep the files, and look at them: deskledger doctor',
    mendFor: mendOfCause,
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
}

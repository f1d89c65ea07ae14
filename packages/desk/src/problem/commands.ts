/**
 * Commands that are not taken.
 */
import { describeIssues, type Issue } from '@deskledger/kernel'
import { listOf, place, say, suggestion, undecodable, type Wordings } from './wording.ts'

export const commands: Wordings = {
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
}

/**
 * Read models and questions.
 */
import { nearest } from '../nearest.ts'
import {
  causeOf,
  file,
  listOf,
  place,
  say,
  suggestion,
  undecodable,
  type Wordings,
} from './wording.ts'

export const views: Wordings = {
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
}

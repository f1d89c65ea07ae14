/**
 * Why a desk on a cluster is not connected, or why its servers do not answer. No word of a connection
 * string is ever told: it may hold a password.
 */
import { nearest } from '../nearest.ts'
import { causeOf, listOf, say, type Fields, type Wordings } from './wording.ts'
import { troubles } from './troubles.ts'

const remedyOf = ({ remedy }: Fields): string => say(remedy)
const sqlState = ({ code }: Fields): string => say(code) || 'no code was given'
const inSchema = ({ schema }: Fields): string => `schema ${say(schema)}`

const wrong: Readonly<Record<string, string>> = {
  scheme: 'it begins with neither esdb:// nor esdb+discover://',
  noHost: 'it names no host',
  port: 'a port is no number from 0 to 65535',
  colonInPassword: 'there is a bare colon in the password, at which clients would cut it',
  badEncoding: 'user or password are not encoded as in a URL',
  badOption: 'an option has a value that it cannot have',
  unknownOption: 'there is no such option',
  throwOnAppendFailure: 'under throwOnAppendFailure=false lost events would count as written',
  tlsVerifyCert: 'no client can go without checking certificates',
}

/** The log’s server. */
const ofTheLog: Wordings = {
  WrongConnectionString: {
    code: 'DL1101',
    what: 'The connection string of the log is wrong.',
    where: ({ option }) => (option === undefined ? '' : `option ${say(option)}`),
    why: ({ problem }) => wrong[say(problem)] ?? say(problem),
    mend: 'write esdb://user:password@host:2113?tls=false, with %3A for a colon in the password',
  },
  TwoClients: {
    code: 'DL1102',
    what: 'The other client of the log is in this process already.',
    why: ({ wanted, loaded }) => `${say(loaded)} and ${say(wanted)} break each other`,
    mend: 'use one of them everywhere, or a process for each',
  },
  ClientMissing: {
    code: 'DL1103',
    what: 'The client of the log cannot be loaded.',
    why: ({ wanted }) => `${say(wanted)} is not installed, or not for this platform`,
    mend: ({ wanted }) => `npm install ${say(wanted)}`,
  },
  ...Object.fromEntries(
    Object.entries(troubles).map(([tag, { code, what, why, mend }]) => [
      // A policy’s effect that cannot be carried out has that name too.
      tag === 'Unreachable' ? 'LogUnreachable' : tag,
      { code, what, where: ({ hosts }: Fields) => listOf(hosts), why: () => why, mend },
    ]),
  ),
}

/** The read models’ server. */
const ofTheViews: Wordings = {
  BadConnectionString: {
    code: 'DL1121',
    what: 'The connection string of the read models is wrong.',
    why: ({ reason }) => say(reason),
    mend: 'write postgres://user:password@host:5432/database, with %40 for @ in a password',
  },
  BadSchemaName: {
    code: 'DL1122',
    what: 'The schema cannot have that name.',
    why: () =>
      'a schema is named by lower-case letters, digits and _, and not after the server’s own',
    mend: 'name it by at most 50 of them, not beginning with pg_',
  },
  DriverMissing: {
    code: 'DL1123',
    what: 'The driver of PostgreSQL is not installed.',
    why: () => 'pg is needed by desks on a cluster alone',
    mend: 'npm install pg',
  },
  ServerUnreachable: {
    code: 'DL1124',
    what: 'PostgreSQL does not answer.',
    why: sqlState,
    mend: remedyOf,
  },
  AccessRefused: {
    code: 'DL1125',
    what: 'PostgreSQL does not let one in.',
    why: sqlState,
    mend: remedyOf,
  },
  RightsMissing: {
    code: 'DL1126',
    what: 'PostgreSQL does not allow what the read models need.',
    why: causeOf,
    mend: remedyOf,
  },
  ViewsNewer: {
    code: 'DL1127',
    what: 'The read models were written by a newer version of this library.',
    where: inSchema,
    why: ({ format, known }) => `they have format ${say(format)}; this version knows ${say(known)}`,
    mend: remedyOf,
  },
  SchemaTaken: {
    code: 'DL1128',
    what: 'The schema holds what is no read model.',
    where: inSchema,
    why: () => 'it holds tables of somebody else; nothing was changed',
    mend: remedyOf,
  },
}

export const cluster: Wordings = {
  ...ofTheLog,
  ...ofTheViews,
  LeaseTooShort: {
    code: 'DL1141',
    what: 'The lease is too short.',
    why: ({ leaseMs, least }) => `it is ${String(leaseMs)} ms, and ${say(least)} is the least`,
    mend: 'give leaseMs in milliseconds, such as 10000, or leave it out',
  },
  LogNotFound: {
    code: 'DL1142',
    what: 'The read models belong to another log.',
    where: ({ prefix }) => `streams ${say(prefix)}…`,
    why: ({ position }) =>
      `they have folded events up to position ${say(position)}; this log is empty`,
    mend: 'name the right server and prefix; if the log is meant to begin anew, name another schema',
  },
  UnknownReadModel: {
    code: 'DL1143',
    what: 'No module has a projector of that name.',
    where: ({ name }) => say(name),
    why: ({ known }) => `there are ${listOf(known)}`,
    mend: ({ name, known }) => {
      const hint = Array.isArray(known) ? nearest(say(name), known) : undefined
      return hint === undefined ? 'name one of them' : `did you mean ${hint}?`
    },
  },
  NotLeading: {
    code: 'DL6003',
    what: 'Another node leads the policies.',
    why: () => 'this one lost the lease while it was at work',
    mend: 'nothing: the other node goes on with it',
  },
}

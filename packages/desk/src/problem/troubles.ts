/**
 * What servers of the log say, in words: at connecting, and as the cause of a log that did not answer.
 */
import type { Damage, Trouble } from '@deskledger/event-store-eventstoredb'

export interface TroubleWords {
  readonly code: string
  readonly what: string
  readonly why: string
  readonly mend: string
}

type Said = (Trouble | Damage)['_tag']

export const troubles: Readonly<Record<Said, TroubleWords>> = {
  Unreachable: {
    code: 'DL1104',
    what: 'The server of the log does not answer.',
    why: 'nobody listens there, or a firewall stands between',
    mend: 'check host and port of the connection string, and that the server runs',
  },
  ServerIsSecured: {
    code: 'DL1105',
    what: 'The server of the log wants an encrypted connection.',
    why: 'it hung up at the first bytes, and the connection string says tls=false',
    mend: 'leave tls=false out of the connection string',
  },
  NotTrusted: {
    code: 'DL1106',
    what: 'The server of the log is not trusted.',
    why: 'it does not speak TLS, or nobody that is trusted signed its certificate',
    mend: 'name the certificate authority by tlsCAFile, or say tls=false to a server without TLS',
  },
  AccessDenied: {
    code: 'DL1107',
    what: 'The server of the log does not allow it.',
    why: 'the user may not read or not write, or is not known',
    mend: 'name a user who may read and write: esdb://user:password@host',
  },
  NotLeader: {
    code: 'DL1108',
    what: 'The server of the log is not the one that writes.',
    why: 'another node of the cluster leads',
    mend: 'connect by esdb+discover://, or name all nodes of the cluster',
  },
  TooSlow: {
    code: 'DL1109',
    what: 'The server of the log did not answer in time.',
    why: 'it is busy, or far away',
    mend: 'try again; if it stays so, raise deadlineMs or look at the load of the server',
  },
  OldServer: {
    code: 'DL1110',
    what: 'The server of the log is too old.',
    why: 'it does not know the calls of version 20.10, or is no such server at all',
    mend: 'use a server of version 20.10 or newer',
  },
  Interrupted: {
    code: 'DL1111',
    what: 'The connection to the log broke.',
    why: 'the server went away in the middle',
    mend: 'try again',
  },
  Refused: {
    code: 'DL1112',
    what: 'The server of the log refused the call.',
    why: 'it says no more than that',
    mend: 'look into the log file of the server',
  },
  ForeignEvent: {
    code: 'DL1113',
    what: 'Somebody else wrote to a stream of the desk.',
    why: 'an event in a stream of the desk was not written by one',
    mend: "give the desk a prefix of its own, or say foreign: 'skip' where others write too",
  },
  MissingEvents: {
    code: 'DL1114',
    what: 'Events of the desk were deleted.',
    why: 'a stream does not begin where it began, or has a gap',
    mend: 'restore the server from a backup, and set no $maxCount, $maxAge or $tb on its streams',
  },
  StreamDeleted: {
    code: 'DL1115',
    what: 'A stream of the desk was deleted.',
    why: 'the server says so',
    mend: 'restore the server from a backup',
  },
  UnsafePosition: {
    code: 'DL1116',
    what: 'A position on the server is beyond what can be counted.',
    why: 'it is 2^53 or more, or there is none',
    mend: 'move the log to a new server',
  },
}

/**
 * Logs on a cluster, and the notaries that follow them.
 */
import { file, place, reasonOf, say, type Wordings } from './wording.ts'

/** Why a log on a cluster does not answer, and what helps, by what its client says. */
const troubles: Readonly<Record<string, readonly [why: string, mend: string]>> = {
  TwoClients: [
    'this process has loaded another client of such servers',
    'use one client in one process',
  ],
  ClientMissing: [
    'the client of such servers is not installed, or does not load here',
    'install @eventstore/db-client',
  ],
  Unreachable: ['nobody answers there', 'check host and port, and that the server runs'],
  ServerIsSecured: [
    'the server hung up at once, as one does that wants TLS',
    'leave tls=false out of the URL',
  ],
  NotTrusted: [
    'the server does not speak TLS, or its certificate is not trusted',
    'name the certificate authority by tlsCAFile, or say tls=false to a server without TLS',
  ],
  AccessDenied: [
    'you have not the right to read there',
    'name a user who may: esdb://user:password@host',
  ],
  NotLeader: ['that node does not lead', 'connect by esdb+discover://, or name all nodes'],
  TooSlow: ['it did not answer in time', 'try again; look at the load of the server'],
  OldServer: [
    'the server does not know what it is asked',
    'use a server of version 20.10 or later',
  ],
  Interrupted: ['the line broke', 'try again'],
}
const refused = ['the server refused', 'look into the log of the server'] as const

export const notary: Wordings = {
  LogUnreached: {
    code: 'DL8102',
    what: 'The log cannot be reached.',
    where: ({ hosts }) => (Array.isArray(hosts) ? hosts.join(', ') : ''),
    why: ({ trouble }) => (troubles[say(trouble)] ?? refused)[0],
    mend: ({ trouble }) => (troubles[say(trouble)] ?? refused)[1],
  },
  NoNotary: {
    code: 'DL8103',
    what: 'There is no notary here.',
    where: file,
    why: () => 'the file does not exist',
    mend: 'check the path, or begin to note: deskledger notary --log URL --file FILE',
  },
  NotANotary: {
    code: 'DL8104',
    what: 'The file is not one of a notary.',
    where: file,
    why: ({ found }) => `it is ${say(found)}`,
    mend: 'name another file; nothing was changed',
  },
  NotaryFormat: {
    code: 'DL8105',
    what: 'The file was written by another version of this library.',
    where: file,
    why: ({ format, known }) => `it has format ${say(format)}; this version knows ${say(known)}`,
    mend: 'use the version that wrote it, or a newer one',
  },
  NotaryUnusable: {
    code: 'DL8106',
    what: 'The file of the notary cannot be used.',
    where: file,
    why: reasonOf,
    mend: 'check the path, your rights and the room on the disk',
  },
  NotaryOfAnother: {
    code: 'DL8107',
    what: 'The notary is of another desk.',
    where: ({ found }) => say(found),
    why: ({ expected }) => `you asked for ${say(expected)}`,
    mend: 'leave --desk-id out, or name another file',
  },
  NotaryHeld: {
    code: 'DL8108',
    what: 'Another notary notes in this file.',
    where: file,
    why: () => 'one notes at a time',
    mend: 'let it do its work; if it is dead, wait ten seconds',
  },
  NotaryLost: {
    code: 'DL8109',
    what: 'Another notary has taken over.',
    where: file,
    why: () => 'this one was silent for too long; nothing it noted is lost',
    mend: 'leave it to the other, or start again',
  },
  LogDiffers: {
    code: 'DL8110',
    what: 'The log is not the one that was noted.',
    why: () => 'something of it was changed, or it is another one; nothing more was noted',
    mend: 'look where: deskledger audit verify --log URL --notary FILE',
  },
  EventDiffers: {
    code: 'DL8111',
    what: 'The log does not give the event as it was noted.',
    where: place,
    why: () => 'it was changed or taken out, or something was put in before it',
    mend: 'look where: deskledger audit verify --log URL --notary FILE',
  },
  ForeignInLog: {
    code: 'DL8112',
    what: 'Another program has written among the events of the log.',
    where: place,
    why: ({ type }) => `an event of type ${say(type)} has not the metadata of ours`,
    mend: 'say --skip-foreign, or name the streams that are ours with --prefix',
  },
}

/**
 * A desk served to other programs: the address, the certificate, the users.
 */
import { causeOf, file, reasonOf, say, type Wordings } from './wording.ts'

const lineReasons: Readonly<Record<string, string>> = {
  form: 'it is not NAME:$scrypt$…',
  name: 'a name is 1 to 64 letters, digits, dots, dashes and underscores',
  twice: 'the name is there before',
}

const pairReasons: Readonly<Record<string, string>> = {
  certificate: 'it holds no certificate in PEM form',
  key: 'it holds no private key in PEM form, or one that a passphrase locks',
  pair: 'the key does not belong to the certificate',
}

export const serving: Wordings = {
  CannotServe: {
    code: 'DL8020',
    what: 'The desk cannot be served.',
    where: ({ host, port }) => `${say(host)}:${say(port)}`,
    why: causeOf,
    mend: 'name another port with --port, or 0 for any that is free',
  },
  PairUnusable: {
    code: 'DL8021',
    what: 'The certificate and its key cannot be used.',
    where: file,
    why: ({ reason }) => pairReasons[say(reason)] ?? '',
    mend: 'name a certificate with --tls-cert and the key it was made for with --tls-key',
  },
  UsersUnusable: {
    code: 'DL8022',
    what: 'The file of users cannot be used.',
    where: (error) => `${file(error)}, line ${say(error['line'])}`,
    why: ({ reason }) => lineReasons[say(reason)] ?? '',
    mend: 'take the line out, and put the user in: deskledger user set NAME --users FILE',
  },
  FileUnreadable: {
    code: 'DL8023',
    what: 'A file that the server needs cannot be used.',
    where: file,
    why: reasonOf,
    mend: 'check the path and your rights to it; users are made by: deskledger user set NAME --users FILE',
  },
}

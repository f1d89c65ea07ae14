/**
 * Every way of wrong usage that the parser of arguments cannot see, by its code. Codes are stable: one
 * that was given to something is given to nothing else.
 */
interface Usage {
  readonly what: string
  readonly mend: string
}

const said = 'said with the error'

export const usages = {
  DL9000: { what: 'The command line is not understood.', mend: said },
  DL9001: { what: 'Nothing was asked.', mend: 'list the questions: deskledger query --list' },
  DL9002: {
    what: 'A parameter is written name=value.',
    mend: 'for example --param queue=engineers',
  },
  DL9003: {
    what: 'There is no read model of that name.',
    mend: 'build them all: deskledger project --rebuild all',
  },
  DL9004: { what: 'The format is not known.', mend: said },
  DL9005: {
    what: 'There is nothing to import.',
    mend: 'for example: deskledger import xes FILE --desk DIR',
  },
  DL9006: {
    what: 'A CSV file needs a map.',
    mend: 'write one: docs/reference/import-maps.md, then --map FILE',
  },
  DL9007: { what: 'It is not clear who looks.', mend: 'for example --as agent:ana' },
  DL9008: { what: 'There is no such customer.', mend: 'write a number in full: +34600123456' },
  DL9009: { what: 'That is how more than one customer is reached.', mend: 'name one by its id' },
  DL9010: { what: 'There is no such type of event.', mend: said },
  DL9011: { what: 'An option takes a whole number.', mend: 'for example --limit 100' },
  DL9012: { what: 'An option takes an instant.', mend: 'for example --since 2026-03-31T22:00Z' },
  DL9013: { what: 'There is no table or view of that name.', mend: 'list them: deskledger schema' },
  DL9014: { what: 'A question is its name alone.', mend: 'give parameters as options: --param' },
  DL9015: {
    what: 'The list cannot be written there.',
    mend: 'name a file in a folder that is there',
  },
  DL9016: { what: 'A certificate goes with its key.', mend: 'give both, or neither' },
  DL9017: {
    what: 'Off this machine a desk is served under a certificate, and to users.',
    mend: 'add --tls-cert, --tls-key and --users; or say --insecure',
  },
  DL9018: {
    what: 'Personal data in the clear is not served to everybody.',
    mend: 'add --tls-cert, --tls-key and --users, or leave out --clear',
  },
  DL9019: { what: 'Passwords would not arrive.', mend: 'add --tls-cert and --tls-key' },
  DL9020: {
    what: 'That is no name of a user.',
    mend: 'for example: deskledger user set warehouse --users users',
  },
  DL9021: { what: 'The password is too short.', mend: 'choose a longer one' },
  DL9022: { what: 'The two passwords are not the same.', mend: 'repeat the command' },
  DL9023: { what: 'There is no such user.', mend: 'look who is there: deskledger user list' },
  DL9024: {
    what: 'An erasure cannot be undone.',
    mend: 'look first with --dry-run, then say --yes',
  },
  DL9025: { what: 'What is served in the clear is not written to.', mend: 'leave one of them out' },
  DL9026: { what: 'That is no port.', mend: 'a number from 0 to 65535' },
  DL9027: { what: 'one of the two is a folder, the other a cluster', mend: said },
  DL9028: {
    what: 'the read models of a cluster have a server of their own',
    mend: 'name it: --views postgres://user:password@host:5432/database',
  },
  DL9030: { what: 'What had happened is asked for by an instant.', mend: said },
  DL9031: { what: 'A desk is kept there.', mend: 'name another folder with --into' },
  DL9032: { what: 'There is no such row, and there never was.', mend: said },
  DL9033: { what: 'There is no table of that name.', mend: 'list them: deskledger schema' },
  DL9034: { what: 'That is a view: it has no rows of its own.', mend: said },
  DL9035: { what: 'That is no key of the table.', mend: said },
  DL9036: {
    what: 'It is not clear what is to be proved.',
    mend: 'for example: deskledger audit prove 731 --key desk.pub',
  },
  DL9037: { what: 'A log on a cluster and its notary are named together.', mend: said },
  DL9038: { what: '--desk and --notary do not go together.', mend: 'leave one of them out' },
  DL9039: { what: '--state and --notary do not go together.', mend: 'leave --state out' },
} as const satisfies Readonly<Record<string, Usage>>

export type UsageCode = keyof typeof usages

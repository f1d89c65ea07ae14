/**
 * What `--help` shows at the end of each command: lines to copy.
 */
type Example = readonly [command: string, about: string]

const byCommand: Readonly<Record<string, ReadonlyArray<Example>>> = {
  deskledger: [
    ['demo', 'a year of a sample company, and a tour'],
    ['import xes helpdesk.xes.gz --desk acme', 'your own history'],
    ['query "select status, count(*) n from request group by 1"', 'any SELECT'],
  ],
  demo: [
    ['demo', 'in ./desk; a second demo adds nothing and tours again'],
    ['demo --desk sample --quiet', 'in ./sample, without progress'],
  ],
  import: [
    ['import xes helpdesk.xes.gz --dry-run', 'what would happen, and the map'],
    ['import xes helpdesk.xes.gz --source helpdesk', 'again adds nothing'],
    ['import csv incidents.csv --map incidents.map.json', 'columns as the map tells'],
    ['import --withdraw BATCH', 'take it back; BATCH is in its report'],
  ],
  events: [
    ['events --limit 10', 'the first ten'],
    ['events --type RequestOpened RequestClosed --since 2025-12-01', 'of two types, from a day on'],
    ['events --party PARTY --data', 'all about a customer, in full'],
    ['events --after 50 --json', 'as JSON, one event a line'],
    ['events --type PalletStored --raw', 'what another program wrote, in full'],
  ],
  query: [
    ['query --list', 'the questions that have a name'],
    ['query Q16 --param from=2025-03-01 to=2025-04-01', 'one of them, of a month'],
    ['query Q16 --show', 'the SQL behind it'],
    ['query "select count(*) n from request" --at 2025-06-01', 'as it was known then'],
    ['query Q28 --format csv --quiet > quotes.csv', 'for a spreadsheet'],
  ],
  customer: [
    ['customer +34600123456 --as agent:ana --purpose service', 'by phone'],
    ['customer ana@example.com --as supervisor:lee --purpose audit', 'by e-mail'],
  ],
  schema: [
    ['schema', 'every table and view'],
    ['schema request', 'what each of its columns means'],
    ['schema --sql > tables.sql', 'all of them as SQL'],
  ],
  project: [
    ['project', 'up to the last event'],
    ['project --rebuild all --digest', 'anew, to compare'],
    ['project --on-undecodable park', 'set aside what cannot be read'],
  ],
  migrate: [
    ['migrate --from acme --to esdb://HOST --views postgres://HOST/DB --dry-run', 'look first'],
    ['migrate --from acme --to esdb://HOST --views postgres://HOST/DB', 'to a cluster'],
    ['migrate --from esdb://HOST --views postgres://HOST/DB --to acme', 'and back'],
  ],
  serve: [
    ['serve --desk acme', 'to programs on this machine'],
    ['serve --write --groups groups.db', 'that may write, and share work'],
    ['serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem --users users', 'to others'],
  ],
  'user set': [
    ['user set warehouse --users users', 'asks for the password; nobody sees it'],
    ['user set warehouse --users users < password.txt', 'from a file, by a script'],
  ],
  upgrade: [['upgrade --desk acme', 'after a new version was installed; a log is never rewritten']],
  notary: [
    ['notary --log esdb://host:2113 --file notary.db', 'until Ctrl-C'],
    ['notary --log esdb://host:2113 --file notary.db --once', 'up to now'],
  ],
  doctor: [
    ['doctor', 'exit code 1 if something is not well'],
    ['doctor --json --desk acme', 'for a monitor'],
  ],
}

const widest = 64

export const examplesOf = (command: string): string => {
  const lines = (byCommand[command] ?? []).map(
    ([line, about]) => `  $ ${`deskledger ${line}`.padEnd(widest)}  ${about}`,
  )
  return `\nExamples:\n${lines.join('\n')}`
}

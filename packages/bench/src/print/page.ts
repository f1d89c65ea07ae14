/**
 * The page of the benchmark in the reference.
 */
import type { Report } from '../bench.ts'
import type { Machine } from '../machine.ts'
import { failuresOf, goalsOf, peersTableOf, tableOf } from './table.ts'

export const pageOf = (
  { rows, peers, skipped, failed }: Report,
  { machine, repetitions }: { readonly machine: Machine; readonly repetitions: number },
): string =>
  [
    intro,
    `Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB of memory,
${machine.system}. Node ${machine.node}, better-sqlite3 ${machine.betterSqlite3}, SQLite
${machine.sqlite}. Medians of ${repetitions} repetitions.`,
    tableOf(rows).trimEnd(),
    sentence(goalsOf(rows)),
    ...skipped.map(({ workload, reason }) => `Not measured: ${workload}, because ${reason}.`),
    ...failed.map(({ workload, reason }) => `${workload} failed: ${reason}.`),
    howToRead,
    ...(peers.length === 0 ? [] : [peersIntro, peersTableOf(peers).trimEnd()]),
    ...failuresOf(peers).map((line) => `- ${line}`),
    commands,
  ].join('\n\n')

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

const intro = `# The benchmark

What the log and the read models cost, beside the same work written by hand on better-sqlite3. This
page is written by \`npm run bench -- --write\`; only the ratios say anything about another machine.`

const howToRead = `## How to read it

- **raw** is a log written by hand: synchronous better-sqlite3, \`UNIQUE(stream, version)\`, prepared
  statements, the same settings of SQLite. It knows no repeated command, no concerns, and trusts what
  it reads. It is the floor, not a rival.
- **ratio** is ours by raw in the same run. Repetitions of the two follow each other, each in a
  process of its own. \`~\` marks repetitions more than twice apart: the machine was not quiet.
- **FULL** syncs each commit to the disk. **CPU** counts events by processor time, all threads, on a
  file system in memory. Where neither is said, it is the time of the clock.
- **W1** commands of 10-event streams. **W2** 100,000 events, 100 an append, 500 streams. **W3** a
  stream of 1,000 events brought to mind. **W4** 200,000 events replayed. **W5** 200,000 events into
  a read model; all read models must come to equal sums. **W6** 32 writers, each waiting for its
  answer. **W7** what the chain and the seal cost: the hashes without a log, appends with fields
  sealed. **W8** 200,000 events verified, beside a loop that reads and hashes them. **W9** a log on our
  own server, in another process: the adapter beside the vendor’s client alone; and that client at our
  server beside answers that are sent without any thought. **W10** 200,000 events into PostgreSQL on this
  machine. **import** a real help desk's log through the whole desk.
- **peak memory** is the most that any run of the workload held.`

const peersIntro = `## Beside peers

A tenth of the same work, each peer as its documentation says, ours again beside it. A failure is
what the peer itself said.`

const commands = `## Run it

\`\`\`sh
npm run bench                          # all of it, some minutes
npm run bench -- --only W1,W5          # some workloads
npm run bench -- --quick               # seconds: sees that it works, measures nothing
npm run bench -- --peers               # beside peers, fetched from npm into a temporary folder
npm run bench -- --json                # for programs
DESKLEDGER_DATA=data npm run bench     # with the import of data/event-logs/helpdesk.xes.gz
\`\`\`
`

/** What `--help` says. */
import { workloads } from './workloads/index.ts'

const list = workloads.map(({ name, title }) => `  ${name.padEnd(8)} ${title}`).join('\n')

export const help = `What the log and the read models cost, beside the same work written by hand.

usage: npm run bench -- [options]

  --only W1,W5      these workloads; all unless told
  --quick           tiny sizes, one repetition: sees in seconds that it works, measures nothing
  --repetitions N   3 unless told; the table shows medians
  --peers           also emmett-sqlite and evtstore with knex, fetched from npm into a temporary
                    folder, each at a tenth of the size, ours beside them
  --json            the result as JSON on standard output; progress is on standard error
  --write           also writes docs/reference/benchmark.md
  --help            this

workloads:
${list}

The table: 'raw' is a log by hand on better-sqlite3, 'ours' is this library, 'ratio' is ours by raw
in the same run; for waiting and memory less is better, for all else more. '~' marks repetitions that
were more than twice apart: look at what else the machine does, and run it again. FULL syncs every
commit to the disk; CPU counts processor time on a file system in memory. The goals are what the
library means to keep. Figures per second say something about one machine only; ratios travel.

examples:
  npm run bench -- --quick
  npm run bench -- --only W5 --repetitions 5
  DESKLEDGER_DATA=data npm run bench -- --only import     data/event-logs/helpdesk.xes.gz
`

/**
 * `deskledger audit …`: the commands, their options and their help. Each answers questions of an
 * auditor, of a desk or, by `--log` and `--notary`, of a log on a cluster; none writes there but
 * `checkpoint`, which keeps a note beside the log, and `key`, which has the log announce keys.
 */
import { Option, type Command } from 'commander'
import { addCluster } from './cluster/cluster.ts'
import { access } from './commands/audit/access.ts'
import { checkpoint } from './commands/audit/checkpoint.ts'
import { diffCommand } from './commands/audit/diff.ts'
import { explain } from './commands/audit/explain.ts'
import { exportCommand } from './commands/audit/export.ts'
import { announceKey, newKey, rotateKey, showKey } from './commands/audit/key.ts'
import { prove } from './commands/audit/prove.ts'
import { replayCommand } from './commands/audit/replay.ts'
import { verify } from './commands/audit/verify.ts'
import { contextOf, type Context } from './context.ts'
import type { Io } from './output/io.ts'

type Work<Args extends ReadonlyArray<unknown>> = (context: Context, ...args: Args) => Promise<void>

const summary = 'check the log, prove what is in it, and say why a number is what it is'

/** Adds `audit` and its commands to the program. */
export const auditCommands = (root: Command, io: Io, state: { exitCode: number }): void => {
  const group = root.command('audit').helpGroup('Audit:').description(summary)
  const doing = <Args extends ReadonlyArray<unknown>>(work: Work<Args>) =>
    async function (this: Command, ...args: ReadonlyArray<unknown>): Promise<void> {
      const given = args.slice(0, -1) as unknown as Args
      await work(contextOf(this, io, state), ...given)
    }
  const add = (nameAndArgs: string, does: string): Command =>
    group.command(nameAndArgs).description(does)

  addCluster(
    add('verify', 'every hash of the log computed again; any damage is named, with its commit'),
  )
    .option('--note <files...>', 'signed checkpoints that were kept elsewhere')
    .option('--key <files...>', 'verifying keys of those who sign checkpoints')
    .option(
      '--state <file>',
      'go on from where an earlier verification ended, and keep where this one does',
    )
    .option('--no-streams', 'with --notary, do not ask each stream whether it shows its beginning')
    .action(doing(verify))
  addCluster(add('checkpoint', 'sign the log as it is, once it was verified'))
    .requiredOption('--key <files...>', 'secret keys, outside the desk')
    .option('--known <files...>', 'verifying keys of earlier checkpoints')
    .option('--out <file>', 'where to write the note, outside the desk')
    .option('--no-keep', 'do not keep the note in the log as well')
    .option('--state <file>', 'verify only what an earlier verification has not seen')
    .action(doing(checkpoint))
  addCluster(
    add(
      'prove [event]',
      'that an event, by position, id or stream@revision, is in the log; a file',
    ),
  )
    .requiredOption('--key <files...>', 'verifying keys of those who sign checkpoints')
    .option(
      '--note <file>',
      'the signed checkpoint it is proved for; one kept in the log if not given',
    )
    .option(
      '--consistency <notes...>',
      'that the log of the second note begins with the first one’s',
    )
    .option('--out <file>', 'where to write the proof')
    .action(doing(prove))
  addCluster(
    add(
      'export <dir>',
      'the log as text, with manifest, checkpoint and dictionary: a bundle of evidence',
    ),
  )
    .option('--note <file>', 'a signed checkpoint that goes with it')
    .option('--key <files...>', 'verifying keys that go with it')
    .action(doing(exportCommand))
  add('replay', 'the read models as they were: digests of every table as of a position or instant')
    .requiredOption('--at <when>', 'a position of the log, or an instant')
    .addOption(
      new Option('--by <clock>', 'what had been recorded by then, or what had happened by then')
        .choices(['recorded', 'occurred'])
        .default('recorded'),
    )
    .option('--into <dir>', 'keep the read models there, as views.db')
    .action(doing(replayCommand))
  add('explain <table> <key...>', 'the events that made a row, and what each of them changed')
    .option('--at <when>', 'as of a position, or of an instant of recording')
    .option('--show-personal', 'with personal data')
    .action(doing(explain))
  add('diff', 'the read models against a rebuild from the log, row by row')
    .option('--limit <n>', 'list at most so many differences', '100')
    .option('--show-personal', 'with personal data')
    .action(doing(diffCommand))
  add('access [party]', 'who was shown whose record, when and what for')
    .option('--to <actor>', 'only what was shown to this one, by id')
    .action(doing(access))

  const key = add('key', 'the keys that sign checkpoints')
  addCluster(key.command('new <file>'))
    .description(
      'make a key in a file outside the desk; FILE.pub is for whoever verifies; with --desk, the log announces it',
    )
    .action(doing(newKey))
  addCluster(key.command('rotate <old> <new>'))
    .description(
      'make another key, and sign the log with both, so that one vouches for the other; with --desk, the log announces it',
    )
    .option('--known <files...>', 'verifying keys of earlier checkpoints')
    .option('--out <file>', 'where to write the note, outside the desk')
    .action(doing(rotateKey))
  addCluster(key.command('announce <file>'))
    .description('record a verifying key in the log, so that it tells for ever who signed it')
    .action(doing(announceKey))
  key.command('show <file>').description('the verifying key of a secret one').action(doing(showKey))
}

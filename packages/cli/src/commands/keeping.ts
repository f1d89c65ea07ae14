/**
 * The commands that keep a desk and let go of people: `erase`, `backup`, `restore`,
 * `upgrade`, `migrate`.
 */
import { Option, type Command } from 'commander'
import type { Context } from '../context.ts'
import { backup, restore } from './backup.ts'
import { bases, erase } from './erase.ts'
import { migrate } from './migrate.ts'
import { upgrade } from './upgrade.ts'

type Add = (nameAndArgs: string, group: string) => Command
type Doing = <Args extends ReadonlyArray<unknown>>(
  work: (context: Context, ...args: Args) => Promise<void>,
) => (this: Command, ...args: ReadonlyArray<unknown>) => Promise<void>

export const addKeeping = (add: Add, doing: Doing): void => {
  add('erase <party>', 'Operate:')
    .description('erase a person for good, by id, phone or e-mail; prints a certificate')
    .requiredOption('--reason <text>', 'why, for the certificate; must not name the person')
    .addOption(new Option('--basis <basis>', 'on what ground').choices([...bases]).default('asked'))
    .option('--as <id>', 'who erases', 'deskledger')
    .option('--dry-run', 'say what would be erased, change nothing')
    .option('--yes', 'do it; it cannot be undone')
    .action(doing(erase))
  add('backup <dir>', 'Operate:')
    .description('copy the log and its keys while others write, and look through the copy')
    .action(doing(backup))
  add('restore <dir>', 'Operate:')
    .description('make a desk out of a backup, and erase again who was erased since')
    .option('--ledger <file>', 'the ledger of erasures (default: erasures.jsonl of the desk)')
    .option('--ledger-lost', 'there is no ledger any more; is recorded')
    .action(doing(restore))
  add('upgrade', 'Operate:')
    .description('bring a desk that an earlier version left to the present form')
    .action(doing(upgrade))
  add('migrate', 'Operate:')
    .description('copy the desk to a cluster, or back, and prove that nothing changed')
    .requiredOption('--from <place>', 'where the desk is: a folder, or esdb://user:password@host')
    .requiredOption('--to <place>', 'where it is to be; holds nothing, or what an earlier run left')
    .option(
      '--views <url>',
      'the read models of the cluster: postgres://user:password@host/database',
    )
    .option('--folder <dir>', 'what the cluster’s nodes share: keys, ledger, certificates')
    .option('--prefix <text>', 'what the names of its streams begin with (default: deskledger.)')
    .option('--schema <name>', 'the schema of the read models (default: deskledger)')
    .addOption(
      new Option('--client <name>', 'who speaks to the cluster')
        .choices(['eventstore', 'kurrent'])
        .default('eventstore'),
    )
    .addOption(
      new Option(
        '--keys <where>',
        'keys.db of that folder (default if it is there), or the server',
      ).choices(['server', 'folder']),
    )
    .option('--dry-run', 'say what would be copied, look at both sides, change nothing')
    .action(doing(migrate))
}

/**
 * The commands, their options and their help.
 */
import { Command, Option } from 'commander'
import { auditCommands } from './audit.ts'
import { customer } from './commands/customer.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { events } from './commands/events.ts'
import { importCommand } from './commands/import.ts'
import { addKeeping } from './commands/keeping.ts'
import { addNotary } from './commands/notary.ts'
import { project } from './commands/project.ts'
import { query } from './commands/query.ts'
import { schema } from './commands/schema.ts'
import { addServing } from './commands/serving/serve.ts'
import { userCommands } from './commands/serving/user.ts'
import { contextOf, type Context } from './context.ts'
import { examplesOf } from './examples.ts'
import { formats } from './output/table.ts'
import type { Io } from './output/io.ts'
import { versions } from './versions.ts'

/** A command's work: its arguments and options, then what every command is given. */
type Work<Args extends ReadonlyArray<unknown>> = (context: Context, ...args: Args) => Promise<void>

const ending = `

Exit codes: 0 ok, 1 a finding, 2 wrong usage, 3 the environment. Documentation: docs/README.md`

export const program = (io: Io, state: { exitCode: number }): Command => {
  const root = new Command('deskledger')
    .description('Everything that ever happened between a company and its customers, as facts.')
    .version(versions(), '-V, --version', 'versions of deskledger, Node, SQLite and the log format')
    .option('--desk <dir>', 'the folder of the desk', './desk')
    .option('--json', 'data and errors as JSON')
    .option('--quiet', 'no progress, no remarks')
    .option('--no-color', 'no emphasis; so does NO_COLOR=1')
    .addHelpText('after', `${examplesOf('deskledger')}${ending}`)
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .showSuggestionAfterError()
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => undefined })
    .exitOverride()

  const doing = <Args extends ReadonlyArray<unknown>>(work: Work<Args>) =>
    async function (this: Command, ...args: ReadonlyArray<unknown>): Promise<void> {
      const given = args.slice(0, -1) as unknown as Args
      await work(contextOf(this, io, state), ...given)
    }
  const add = (nameAndArgs: string, group: string): Command => {
    const command = root.command(nameAndArgs).helpGroup(group)
    return command.addHelpText('after', examplesOf(command.name()))
  }
  const formatOption = new Option('--format <format>', 'how rows are printed')
    .choices([...formats])
    .default('table')

  add('demo', 'Start:')
    .description('a year of a sample company in a desk of its own, then a guided tour')
    .action(doing(demo))
  add('import [format] [files...]', 'Data:')
    .description('bring in the history of another system: xes, csv')
    .option('--map <file>', 'which columns mean what (needed for csv)')
    .option('--source <key>', 'the system it comes from, so that two systems are not mixed up')
    .option('--activity <classifier>', 'which attributes name an activity, such as a+b')
    .option('--dry-run', 'say what would happen, print the map, change no desk')
    .option('--withdraw <batch>', 'take an earlier import back, by facts')
    .option('--rejects <file>', 'where to list what is set aside (default: FILE.rejects.ndjson)')
    .option('--findings <file>', 'where to list everything that was found by comparing')
    .action(doing(importCommand))
  add('events', 'Data:')
    .description('the log, readable')
    .option('--type <types...>', 'only these event types')
    .option('--stream <name>', 'only this stream, such as request-0192…')
    .option('--party <id>', 'only what concerns this party')
    .option('--after <position>', 'only after this position')
    .option('--since <time>', 'only what happened at or after this instant')
    .option('--until <time>', 'only what happened before this instant')
    .option('--limit <n>', 'at most so many', '50')
    .option('--data', 'with the data of each event, personal data included')
    .option('--raw', 'with the data of foreign events, those of other programs, as it is stored')
    .action(doing(events))
  add('query [question...]', 'Questions:')
    .description('the answer to a named question, or the rows of any SELECT')
    .option('--param <name=value...>', 'a parameter; instants also as ISO 8601')
    .option('--at <when>', 'as of a position, or of an instant of recording')
    .option('--list', 'list the named questions')
    .option('--show', 'print the SQL instead of running it')
    .addOption(formatOption)
    .action(doing(query))
  add('customer <who>', 'Questions:')
    .description('the 360° view, by id, phone or e-mail; records that it was shown')
    .requiredOption('--as <who>', 'who looks, such as agent:ana')
    .requiredOption('--purpose <key>', 'what for, such as service')
    .action(doing(customer))
  add('schema [name]', 'Questions:')
    .description('tables, views and columns, each with its meaning')
    .option('--sql', 'as SQL')
    .action(doing(schema))
  add('project', 'Operate:')
    .description('bring the read models level with the log')
    .option('--rebuild <name>', 'build them anew from the beginning: all')
    .option('--digest', 'print the digests of every table')
    .addOption(
      new Option('--on-undecodable <what>', 'what becomes of events that cannot be read')
        .choices(['fail', 'skip', 'park'])
        .default('fail'),
    )
    .action(doing(project))
  addKeeping(add, doing)
  addServing(add, doing)
  addNotary(add, doing)
  userCommands(root, io, state)
  auditCommands(root, io, state)
  add('doctor', 'Operate:').description('look whether the desk is well').action(doing(doctor))
  return root
}

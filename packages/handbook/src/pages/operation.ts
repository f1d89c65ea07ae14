/**
 * Errors and the command line.
 */
import { run, usages } from '@deskledger/cli'
import { commandSpan, instruments, problems } from '@deskledger/desk'
import { code, page, table, type GeneratedPage } from './page.ts'

export const errorsPage = (): GeneratedPage => {
  const failures = Object.entries(problems).map(([tag, { code: number, what, mend }]) => [
    number,
    code(tag),
    what,
    typeof mend === 'string' ? mend : 'said with the error',
  ])
  const usage = Object.entries(usages).map(([number, { what, mend }]) => [
    number,
    code('Usage'),
    what,
    mend,
  ])
  const rows = [...failures, ...usage].sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return page(
    'reference/errors.md',
    'Errors',
    'Failures are data with a `_tag`. Where people read them they have a stable code, and say what happened, where, why, and what mends it. Nothing of an event’s data is ever in them. `DL1` opening, `DL2` commands, `DL3` the log, `DL4` read models and questions, `DL5` imports, `DL6` policies, `DL8` audits and serving, `DL9` usage of the command line. A rule’s refusal has the code `DL2000` and its own tag and fields.',
    table(['code', 'tag', 'what', 'what mends it'], rows),
  )
}

export const telemetryPage = (): GeneratedPage => {
  const told = Object.values(instruments)
    .map(({ name, kind, unit, description, attributes }) => [
      code(name),
      kind,
      code(unit),
      description,
      attributes.map(code).join(', '),
    ])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  const carried = Object.entries(commandSpan.attributes)
  return page(
    'reference/telemetry.md',
    'What a desk tells of itself',
    'By the API of OpenTelemetry: install `@opentelemetry/api` and an SDK, set the SDK up before the desk is opened or connected, and send what it collects wherever you like. Without them nothing is told and nothing is measured. No attribute holds anything of the data of an event or a command.',
    'Meter and tracer are called `@deskledger/desk`. Every attribute list also has `deskledger.desk`, the desk’s random id.',
    '## Metrics',
    table(['name', 'kind', 'unit', 'what', 'attributes'], told),
    `## Spans\n\n${code(commandSpan.name)} is around each command, whoever sends it.`,
    table(
      ['attribute', 'what'],
      carried.map(([name, what]) => [code(name), what]),
    ),
  )
}

const audits = ['verify', 'checkpoint', 'prove', 'export', 'replay', 'explain', 'diff', 'access']
const keys = ['key', 'key new', 'key rotate', 'key announce', 'key show']
const commands = [
  'demo',
  'import',
  'events',
  'query',
  'customer',
  'schema',
  'project',
  'audit',
  ...[...audits, ...keys].map((name) => `audit ${name}`),
  'erase',
  'backup',
  'restore',
  'upgrade',
  'serve',
  'user',
  ...['set', 'remove', 'list'].map((name) => `user ${name}`),
  'doctor',
]

export const cliPage = async (): Promise<GeneratedPage> => {
  const texts = await Promise.all(
    [[], ...commands.map((command) => command.split(' '))].map(helpOf),
  )
  return page(
    'reference/cli.md',
    'The command line',
    'Exit codes: 0 ok, 1 a finding, 2 wrong usage, 3 the environment. Data goes to stdout, progress and remarks to stderr. Nothing is written unless the name of the command says so.',
    ...texts.map((text, i) => {
      const title = i === 0 ? 'deskledger' : `deskledger ${commands[i - 1] ?? ''}`
      return `## ${title}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\``
    }),
  )
}

const helpOf = async (command: ReadonlyArray<string>): Promise<string> => {
  let text = ''
  const write = (part: string): void => void (text += part)
  await run([...command, '--help'], { out: write, err: write, isTerminal: false })
  return text
}

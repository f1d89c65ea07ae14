/**
 * What the parser of arguments says, as a problem like any other. It repeats names of commands and
 * options, and never a value: that may be somebody's phone number.
 */
import type { Command, CommanderError } from 'commander'
import { nearest, type Problem } from '@deskledger/desk'
import { usageError } from './problem.ts'

interface Said {
  readonly what: string
  readonly why: string
  readonly didYouMean?: string | undefined
}

/** Nothing where the parser only printed help or versions. */
export const parsingProblem = (
  { code, message }: CommanderError,
  root: Command,
  args: ReadonlyArray<string>,
): Problem | undefined => {
  if (silent.has(code)) return undefined
  const path = pathTo(root, args)
  const at = path.at(-1) ?? root
  const known = at.commands.map((command) => command.name())
  const { what, why, didYouMean } = said(code, message, known)
  const help = ['deskledger', ...path.map((command) => command.name()), '--help'].join(' ')
  const hint = didYouMean === undefined ? '' : `did you mean ${didYouMean}? `
  return usageError('DL9000', what, why, `${hint}see: ${help}`).problem
}

/** The commands that were named, each a part of the one before. */
const pathTo = (from: Command, args: ReadonlyArray<string>): ReadonlyArray<Command> => {
  const next = from.commands.find((command) => args.includes(command.name()))
  return next === undefined ? [] : [next, ...pathTo(next, args)]
}

const silent = new Set(['commander.helpDisplayed', 'commander.help', 'commander.version'])

const said = (code: string, message: string, commands: ReadonlyArray<string>): Said => {
  const [, didYouMean] = /\(Did you mean (?:one of )?(.*)\?\)/.exec(message) ?? []
  const [, named = ''] = /'([^'=]*)/.exec(message) ?? []
  switch (code) {
    case 'commander.unknownCommand':
      return { what: 'There is no such command.', why: `there are ${list(commands)}`, didYouMean }
    case 'commander.unknownOption':
      return { what: 'There is no such option.', why: `it is ${named}`, didYouMean }
    case 'commander.missingMandatoryOptionValue':
      return { what: 'An option is missing.', why: `the command needs ${named}` }
    case 'commander.missingArgument':
      return { what: 'An argument is missing.', why: `the command needs <${named}>` }
    case 'commander.optionMissingArgument':
      return { what: 'An option needs a value.', why: `it is ${named}` }
    case 'commander.excessArguments':
      return { what: 'That is too much.', why: 'the command takes no further argument' }
    case 'commander.invalidArgument':
      return ofChoices(message, named)
    default:
      return { what: 'The command is not understood.', why: named }
  }
}

const ofChoices = (message: string, option: string): Said => {
  const [, given = '', choices = ''] =
    /argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s.exec(message) ?? []
  return {
    what: 'An option has no such value.',
    why: `${option} is one of ${choices}`,
    didYouMean: nearest(given, choices.split(', ')),
  }
}

const list = (names: ReadonlyArray<string>): string => names.join(', ')

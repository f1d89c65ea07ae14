/**
 * `deskledger user …`: the file of those who may call a served desk. A password is typed or sent, and
 * never an argument: arguments stand in the history of a shell and in the list of processes.
 */
import type { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { ProblemError, problemOf } from '@deskledger/desk'
import { contextOf, type Context } from '../../context.ts'
import { examplesOf } from '../../examples.ts'
import type { Io } from '../../output/io.ts'
import { usageError } from '../../output/problem.ts'
import { askSecret, typedLines } from '../../output/secret.ts'
import { replaceText, textOf, textOrNone } from './files.ts'

interface UserOptions {
  readonly users: string
}

/** Short ones are guessed, whatever is made of them. Source: NIST SP 800-63B §5.1.1. */
const shortest = 8

const summary = 'who may call a desk that is served to other machines'

/** Adds `user` and its commands to the program. */
export const userCommands = (root: Command, io: Io, state: { exitCode: number }): void => {
  const group = root.command('user').helpGroup('Operate:').description(summary)
  const doing = <Args extends ReadonlyArray<unknown>>(
    work: (context: Context, ...args: Args) => Promise<void>,
  ) =>
    async function (this: Command, ...args: ReadonlyArray<unknown>): Promise<void> {
      await work(contextOf(this, io, state), ...(args.slice(0, -1) as unknown as Args))
    }
  const add = (nameAndArgs: string, does: string): Command =>
    group
      .command(nameAndArgs)
      .description(does)
      .requiredOption('--users <file>', 'the file of users, outside the desk')
  add('set <name>', 'put a user in, or give one another password')
    .addHelpText('after', examplesOf('user set'))
    .action(doing(setUser))
  add('remove <name>', 'take a user out').action(doing(removeUser))
  add('list', 'the names, one a line').action(doing(listUsers))
}

export const setUser = async (
  { io, quiet }: Context,
  name: string,
  { users: file }: UserOptions,
): Promise<void> => {
  const { isUserName, secretOf, withUser } = await import('@deskledger/wire/users')
  if (!isUserName(name)) throw noName
  const before = textOrNone(file)
  await usersOf(file, before)
  const password = await typedPassword(io)
  replaceText(file, withUser(before, name, await secretOf(password)))
  if (!quiet) io.err(`${name} may call; a server that runs knows it when it is started again\n`)
}

const typedPassword = async (io: Io): Promise<string> => {
  const lines = typedLines()
  try {
    const password = await askSecret(io, lines)
    if (password === undefined) throw notTheSame
    if (password.length < shortest) throw tooShort
    return password
  } finally {
    lines.close()
  }
}

export const removeUser = async (
  { io, quiet }: Context,
  name: string,
  { users: file }: UserOptions,
): Promise<void> => {
  const { withoutUser } = await import('@deskledger/wire/users')
  const before = textOf(file)
  if (!(await usersOf(file, before)).includes(name)) throw nobody(file)
  replaceText(file, withoutUser(before, name))
  if (!quiet) io.err(`${name} may call no more once the server is started again\n`)
}

export const listUsers = async (
  { io, json }: Context,
  { users: file }: UserOptions,
): Promise<void> => {
  const names = await usersOf(file, textOf(file))
  for (const name of names) io.out(json ? `${JSON.stringify({ name })}\n` : `${name}\n`)
}

const usersOf = async (file: string, text: string): Promise<ReadonlyArray<string>> => {
  const { usersIn } = await import('@deskledger/wire/users')
  const users = usersIn(text)
  if (E.isRight(users)) return [...users.right.keys()]
  throw new ProblemError(problemOf({ ...users.left, _tag: 'UsersUnusable', file }))
}

const noName = usageError(
  'DL9020',
  'That is no name of a user.',
  'a name is 1 to 64 letters, digits, dots, dashes and underscores',
  'for example: deskledger user set warehouse --users users',
)

const tooShort = usageError(
  'DL9021',
  'The password is too short.',
  `it has not ${shortest} characters`,
  'choose a longer one; a sentence is easier to keep in mind',
)

const notTheSame = usageError(
  'DL9022',
  'The two passwords are not the same.',
  'one of them was mistyped',
  'repeat the command; nothing was changed',
)

const nobody = (file: string) =>
  usageError(
    'DL9023',
    'There is no such user.',
    `${file} has no line for that name`,
    `look who is there: deskledger user list --users ${file}`,
  )

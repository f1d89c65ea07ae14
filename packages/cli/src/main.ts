/**
 * The `deskledger` command: `run(['query', 'Q05', '--desk', 'acme'])` gives the exit code.
 *
 * 0 ok, 1 a finding, 2 wrong usage, 3 the environment: no desk, no right, no room.
 */
import { CommanderError } from 'commander'
import { ProblemError } from '@deskledger/desk'
import { exitCodeOf, tellProblem } from './output/problem.ts'
import { processIo, type Io } from './output/io.ts'
import { program } from './program.ts'

export const run = async (args: ReadonlyArray<string>, io: Io = processIo): Promise<number> => {
  const state = { exitCode: 0 }
  try {
    await program(io, state).parseAsync([...args], { from: 'user' })
    return state.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof ProblemError)) throw error
    tellProblem(io, error.problem, args.includes('--json'))
    return exitCodeOf(error.problem)
  }
}

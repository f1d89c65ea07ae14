/**
 * The `deskledger` command: `run(['query', 'Q05', '--desk', 'acme'])` gives the exit code.
 *
 * 0 ok, 1 a finding, 2 wrong usage, 3 the environment: no desk, no right, no room.
 */
import { CommanderError } from 'commander'
import { ProblemError } from '@deskledger/desk'
import { parsingProblem } from './output/parsing.ts'
import { exitCodeOf, tellProblem } from './output/problem.ts'
import { processIo, type Io } from './output/io.ts'
import { unforeseen } from './output/unforeseen.ts'
import { program } from './program.ts'

export { usages } from './output/usages.ts'

export const run = async (args: ReadonlyArray<string>, io: Io = processIo): Promise<number> => {
  const state = { exitCode: 0 }
  const root = program(io, state)
  const problemIn = (caught: unknown) => {
    if (caught instanceof ProblemError) return caught.problem
    return caught instanceof CommanderError
      ? parsingProblem(caught, root, args)
      : unforeseen(caught)
  }
  try {
    await root.parseAsync([...args], { from: 'user' })
    return state.exitCode
  } catch (caught) {
    const problem = problemIn(caught)
    // Help that was asked for is no failure; help because nothing was asked is wrong usage.
    if (problem === undefined) return (caught as CommanderError).exitCode === 0 ? 0 : 2
    tellProblem(io, problem, args.includes('--json'))
    return exitCodeOf(problem)
  }
}

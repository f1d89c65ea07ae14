/**
 * A failure as it is printed, and the exit code that goes with it.
 */
import { ProblemError, type Problem } from '@deskledger/desk'
import { bold, dim, red } from './style.ts'
import type { Io } from './io.ts'
import type { UsageCode } from './usages.ts'

/** Codes of wrong usage: what was asked for, not where it was asked. */
const usage = /^DL(2|41|5002|5008|5010|80(?!01|15|2)|1101|8107|9)/

export const exitCodeOf = ({ code }: Problem): number => (usage.test(code) ? 2 : 3)

export const tellProblem = (io: Io, problem: Problem, asJson: boolean): void => {
  const { code, what, where, why, mend, error } = problem
  if (asJson) {
    const { _tag } = error
    io.err(`${JSON.stringify({ error: { code, what, where, why, mend, _tag } })}\n`)
    return
  }
  io.err(`${red(code)} ${bold(what)}\n`)
  if (where !== '') io.err(`  ${dim('where:')} ${where}\n`)
  io.err(`  ${dim('why:  ')} ${why}\n`)
  io.err(`  ${dim('mend: ')} ${mend}\n`)
}

/** Wrong usage that the parser of arguments cannot see. */
export const usageError = (
  code: UsageCode,
  what: string,
  why: string,
  mend: string,
): ProblemError => new ProblemError({ code, what, where: '', why, mend, error: { _tag: 'Usage' } })

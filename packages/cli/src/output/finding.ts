/**
 * A failure that shows that the log is not what was signed or noted: a finding, and not an error.
 */
import type { Problem } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { yellow } from './style.ts'

/** `answer` is what a program that reads JSON looks for first. */
export const tellFinding = (
  { finding, io, json }: Context,
  { code, what, where, why }: Problem,
  answer: Readonly<Record<string, boolean>>,
): void => {
  finding()
  if (json) return io.out(`${JSON.stringify({ ...answer, code, what, where, why }, null, 2)}\n`)
  io.out(`${yellow('LOOK')}  ${what} ${where}: ${why}\n`)
}

/**
 * The other end of `child`: what a script says, and what it is told.
 */
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** Written at once: what was said is heard even if the process is killed at the next moment. */
export const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}

/** Resolves when a line comes in; the script then no longer listens. */
export const told = async (): Promise<string> => {
  const input = createInterface({ input: process.stdin })
  const [line] = (await once(input, 'line')) as [string]
  input.close()
  process.stdin.unref()
  return line
}

/**
 * Planting one fault in the scratch copy, and digging it out again.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attackOf, type Mutant } from './mutant.ts'
import { isSeenBy, runSpecs } from './specs.ts'

export interface Grown {
  readonly fault: string
  readonly file: string
  /** The test that failed; none if nobody noticed. */
  readonly killedBy?: string
  /** Why nothing is known: the text is not there once, or the spec does not run. */
  readonly invalid?: string
}

export const plant = async (scratch: string, mutant: Mutant): Promise<Grown> => {
  const { fault, file, before, after, spec } = mutant
  const path = join(scratch, file)
  const original = readFileSync(path, 'utf8')
  const times = original.split(before).length - 1
  if (times !== 1) return { fault, file, invalid: `the text to change is there ${times} times` }
  writeFileSync(
    path,
    original.replace(before, () => after),
  )
  try {
    const attack = attackOf(spec)
    if (attack !== undefined)
      return (await isSeenBy(scratch, attack)) ? { fault, file, killedBy: spec } : { fault, file }
    const { failed, isBroken } = await runSpecs(scratch, [spec], 'first failure')
    const [killedBy] = failed
    if (isBroken) return { fault, file, invalid: `${spec} does not run` }
    return killedBy === undefined ? { fault, file } : { fault, file, killedBy }
  } finally {
    writeFileSync(path, original)
  }
}

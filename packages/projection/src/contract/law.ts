/**
 * A law: a sentence, and a property that checks it on random histories.
 */
import * as fc from 'fast-check'
import type { Eventually } from '../writable.ts'

export interface Law {
  readonly statement: string
  readonly check: () => Eventually<void>
}

export const lawOf = <Input>(
  statement: string,
  property: fc.IRawProperty<Input>,
  runs: number,
): Law => ({ statement, check: () => fc.assert(property, { numRuns: runs }) })

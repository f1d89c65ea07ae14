/**
 * A law: a sentence, and a property that checks it on random histories.
 */
import * as fc from 'fast-check'
import type { Law } from '@deskledger/kernel/testing'

export const lawOf = <Input>(
  statement: string,
  property: fc.IProperty<Input>,
  runs: number,
): Law => ({ statement, check: () => fc.assert(property, { numRuns: runs }) })

/**
 * What every projector promises, as sentences that it can be held against.
 *
 * `projectorContract('routing', { tables, erases, registry })` declares one test for each. The laws
 * themselves know no test runner: `projectorLaws` is all that another one needs. `projected` is for
 * examples: given events, then rows.
 */
import { describe, test } from '@jest/globals'
import type { Fact } from '@deskledger/kernel'
import { erasureLaws } from './erasure-laws.ts'
import { foldingLaws } from './folding-laws.ts'
import type { Law } from './law.ts'
import { rowLaws } from './row-laws.ts'
import { subjectOf, type ContractSettings } from './subject.ts'

export { projected, type Projected } from './projected.ts'
export { recorded } from './recorded.ts'
export type { Law } from './law.ts'
export type { ContractSettings } from './subject.ts'
export type { Trial, Trials } from './trial.ts'

export const projectorLaws = <E extends Fact>(
  name: string,
  settings: ContractSettings<E>,
): ReadonlyArray<Law> => {
  const subject = subjectOf(name, settings)
  return [...foldingLaws(subject), ...rowLaws(subject), ...erasureLaws(subject)]
}

export const projectorContract = <E extends Fact>(
  name: string,
  settings: ContractSettings<E>,
): void =>
  describe(name, () => {
    for (const { statement, check } of projectorLaws(name, settings)) test(statement, check)
  })

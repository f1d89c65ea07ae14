/** Every planted fault. */
import { faultsOfLog, faultsOfPort } from './log.ts'
import type { Mutant } from './mutant.ts'
import { faultsOfProcess, faultsOfProjection, faultsOfVault } from './reading.ts'
import { faultsOfRules } from './rules.ts'

export const mutants: ReadonlyArray<Mutant> = [
  ...faultsOfLog,
  ...faultsOfPort,
  ...faultsOfProjection,
  ...faultsOfProcess,
  ...faultsOfVault,
  ...faultsOfRules,
]

/** Every planted fault. */
import { faultsOfVault } from './keys.ts'
import { faultsOfLog, faultsOfPort } from './log.ts'
import type { Mutant } from './mutant.ts'
import { faultsOfProcess, faultsOfProjection } from './reading.ts'
import { faultsOfRules } from './rules.ts'

export const mutants: ReadonlyArray<Mutant> = [
  ...faultsOfLog,
  ...faultsOfPort,
  ...faultsOfProjection,
  ...faultsOfProcess,
  ...faultsOfVault,
  ...faultsOfRules,
]

/** All attacks, in the order in which they are made. */
import type { Attack } from './attack.ts'
import { diskFull } from './attacks/disk-full.ts'
import { erasures } from './attacks/erasing.ts'
import { forks } from './attacks/forked.ts'
import { frozen } from './attacks/frozen.ts'
import { ioErrors } from './attacks/io-errors.ts'
import { kills } from './attacks/kill.ts'
import { powerCuts } from './attacks/power-cut.ts'
import { proofs } from './attacks/proofs.ts'
import { rivals } from './attacks/rivals.ts'
import { sealedPowerCuts } from './attacks/sealed-power-cut.ts'
import { tampering } from './attacks/tampering.ts'

export const attacks: ReadonlyArray<Attack> = [
  ...powerCuts,
  ...ioErrors,
  ...diskFull,
  ...kills,
  ...rivals,
  ...frozen,
  ...forks,
  ...tampering,
  ...proofs,
  ...sealedPowerCuts,
  ...erasures,
]

/** All attacks, in the order in which they are made. */
import type { Attack } from './attack.ts'
import { diskFull } from './attacks/disk-full.ts'
import { forks } from './attacks/forked.ts'
import { frozen } from './attacks/frozen.ts'
import { ioErrors } from './attacks/io-errors.ts'
import { kills } from './attacks/kill.ts'
import { powerCuts } from './attacks/power-cut.ts'
import { rivals } from './attacks/rivals.ts'

export const attacks: ReadonlyArray<Attack> = [
  ...powerCuts,
  ...ioErrors,
  ...diskFull,
  ...kills,
  ...rivals,
  ...frozen,
  ...forks,
]

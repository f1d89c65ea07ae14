/** What is measured, in the order of the table. */
import type { Workload } from '../workload.ts'
import { helpDesk } from './import.ts'
import { w1 } from './w1-commands.ts'
import { w2 } from './w2-batches.ts'
import { w3 } from './w3-loads.ts'
import { w4 } from './w4-replay.ts'
import { w5 } from './w5-catch-up.ts'
import { w6 } from './w6-writers.ts'
import { w7 } from './w7-safety.ts'
import { w8 } from './w8-verify.ts'
import { w9 } from './w9-server.ts'
import { w10 } from './w10-postgres.ts'

export const workloads: ReadonlyArray<Workload> = [
  w1,
  w2,
  w3,
  w4,
  w5,
  w6,
  w7,
  w8,
  w9,
  w10,
  helpDesk,
]

/**
 * W8: verification of 200,000 events of one commit each, beside a loop that only reads and hashes.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { verifyLog } from '@deskledger/event-store-sqlite'
import { join } from 'node:path'
import { metered } from '../meter.ts'
import { atLeast, memory, rates } from '../row.ts'
import { readAndHashed } from '../safety/reading.ts'
import type { Workload } from '../workload.ts'

const workload = 'W8'

/** Gives how many events were verified. */
const verified = async (folder: string): Promise<number> => {
  const found = await verifyLog({ file: join(folder, 'events.db') })()
  if (isLeft(found)) throw new Error(`not verified: ${found.left._tag}`)
  if (found.right.findingsCount > 0) throw new Error('the log of the benchmark is damaged')
  return found.right.upTo.events
}

export const w8: Workload = {
  name: workload,
  title: 'verification of 200,000 events, beside a loop that reads and hashes',
  seed: 'desk',
  runs: [
    { name: 'loop', adapter: 'ours', place: 'memory', variant: 'loop' },
    { name: 'verify', adapter: 'ours', place: 'memory', variant: 'verify' },
  ],

  measure: ({ seed, variant }) =>
    metered(() => (variant === 'loop' ? readAndHashed(seed) : verified(seed))),

  rows: (results, { memory: shm }) => [
    rates(
      results,
      { workload, measured: 'events verified; raw: read and hashed', where: `${shm}, CPU` },
      { raw: 'loop', ours: 'verify', by: 'cpu' },
      atLeast(0.7),
    ),
    memory(workload, results, { raw: ['loop'], ours: ['verify'] }),
  ],
}

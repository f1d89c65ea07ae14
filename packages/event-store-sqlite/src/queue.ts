/**
 * Appends on their way into a transaction: how many may wait, and how many one transaction takes.
 */
import type { Answer, Asked } from './write.ts'

export interface QueueSettings {
  /** How many appends one transaction takes; 1,000 unless told. */
  readonly maxBatch?: number
  /** How many appends may wait; 10,000 unless told. */
  readonly maxQueue?: number
}

export interface Waiting extends Asked {
  /** Of all texts together, in UTF-16 units. */
  readonly size: number
  readonly since: number
  readonly resolve: (answer: Answer) => void
  /** It was in a transaction that was rolled back, and is taken again in one of its own. */
  readonly isAlone?: boolean
}

export interface Queue {
  /** False if no more may wait. */
  readonly offer: (waiting: Waiting) => boolean
  /** The oldest, as many as one transaction takes; at least one if any waits. */
  readonly take: () => ReadonlyArray<Waiting>
  /** These go to the front again, each to be taken alone. */
  readonly putBack: (batch: ReadonlyArray<Waiting>) => void
  /** Those that have waited since before `time` leave the queue. */
  readonly expired: (time: number) => ReadonlyArray<Waiting>
  readonly isEmpty: () => boolean
}

/** How much JSON one transaction takes, and how much may wait, in UTF-16 units. */
const maxBatchSize = 8 * 1_048_576
const maxQueueSize = 64 * 1_048_576

export const queueOf = ({ maxBatch = 1_000, maxQueue = 10_000 }: QueueSettings): Queue => {
  let all: Array<Waiting> = []
  let size = 0

  const leave = (batch: ReadonlyArray<Waiting>): ReadonlyArray<Waiting> => {
    for (const waiting of batch) size -= waiting.size
    return batch
  }

  return {
    offer: (waiting) => {
      if (all.length >= maxQueue || size >= maxQueueSize) return false
      size += waiting.size
      all.push(waiting)
      return true
    },
    take: () => {
      const n = countOf(all, maxBatch)
      const batch = all.slice(0, n)
      all = all.slice(n)
      return leave(batch)
    },
    putBack: (batch) => {
      for (const waiting of batch) size += waiting.size
      all = [...batch.map((waiting) => ({ ...waiting, isAlone: true })), ...all]
    },
    expired: (time) => {
      const late = all.filter(({ since }) => since < time)
      if (late.length > 0) all = all.filter(({ since }) => since >= time)
      return leave(late)
    },
    isEmpty: () => all.length === 0,
  }
}

const countOf = (all: ReadonlyArray<Waiting>, max: number): number => {
  let size = 0
  let n = 0
  for (const waiting of all) {
    size += waiting.size
    if (n > 0 && (n >= max || size > maxBatchSize || waiting.isAlone === true)) return n
    n += 1
    if (waiting.isAlone === true) return n
  }
  return n
}

export const sizeOf = (all: Asked['texts']): number => {
  let size = 0
  for (const texts of all) for (const text of texts) size += text.length
  return size
}

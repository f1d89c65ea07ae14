/**
 * Two logs read side by side, from the beginning to the end: the same appends in the same order, byte
 * for byte, as they are stored.
 */
import { createHash } from 'node:crypto'
import { differenceOf, frameOf, type Transcript } from '@deskledger/event-store'
import { orThrow } from '../problem.ts'
import { cursorOn } from './cursor.ts'
import type { Difference, Log, LogSums } from './settings.ts'

export interface Comparison {
  readonly from: LogSums
  readonly to: LogSums
  /** How far the source was read. */
  readonly through: number
  /** The target ended before the source. */
  readonly isBehind: boolean
  readonly difference?: Difference
}

type Heard = (done: number, total: number, events: number) => void

/** Goes no further than to the first difference. */
export const compareLogs = async (from: Log, to: Log, heard: Heard): Promise<Comparison> => {
  const [left, right] = [cursorOn(from.transcription), cursorOn(to.transcription)]
  const [a, b] = [summing(), summing()]
  const total = orThrow(await from.head()())
  const told = (isBehind: boolean, difference?: Difference): Comparison => ({
    from: a.sums(),
    to: b.sums(),
    through: left.through(),
    isBehind,
    ...(difference === undefined ? {} : { difference }),
  })
  for (;;) {
    const [one, other] = [await left.next(), await right.next()]
    if (one === undefined && other === undefined) return told(false)
    const field = one && other ? differenceOf(one, other) : 'the end of the log'
    if (field !== undefined) return told(other === undefined, differenceAt(one ?? other, field))
    if (one !== undefined) a.add(one)
    if (other !== undefined) b.add(other)
    heard(left.through(), total, a.events())
  }
}

export const differenceAt = (at: Transcript | undefined, field: string): Difference => ({
  what: 'log',
  stream: at?.stream ?? '',
  revision: at?.firstRevision ?? 0,
  field,
})

const summing = () => {
  const sum = createHash('sha256')
  let [events, appends, streams, commits] = [0, 0, 0, 0]
  let last: number | undefined
  return {
    events: () => events,
    add: (transcript: Transcript): void => {
      const { commit, firstRevision } = transcript
      appends += 1
      events += transcript.events.length
      // Every stream begins once, and none has a gap.
      if (firstRevision === 0) streams += 1
      if (commit === undefined || commit !== last) commits += 1
      last = commit
      sum.update(frameOf(transcript))
    },
    sums: (): LogSums => ({
      events,
      appends,
      streams,
      commits,
      sha256: sum.copy().digest('hex'),
    }),
  }
}

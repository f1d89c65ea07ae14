/**
 * Random logs in which an import that is taken back names its own activities, as an importer does.
 * The decider only counts them.
 */
import { anyLog } from '@deskledger/domain/testing'
import type * as fc from 'fast-check'
import type { Log } from './given.samples.ts'

const honest = (log: Log): Log => {
  const standing = new Map<string, Array<number>>()
  return log.map((e) => {
    if (e.type !== 'ActivityRecorded' && e.type !== 'ActivitiesWithdrawn') return e
    const key = `${e.stream} ${e.data.batchId}`
    const revisions = standing.get(key) ?? []
    if (e.type === 'ActivityRecorded') {
      standing.set(key, [...revisions, e.revision])
      return e
    }
    standing.delete(key)
    return { ...e, data: { ...e.data, revisions } }
  })
}

export const anyHonestLog: fc.Arbitrary<Log> = anyLog.map(honest)

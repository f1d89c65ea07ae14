/**
 * One pass over a file, from its first event to the report.
 */
import * as E from 'fp-ts/lib/Either.js'
import { hash } from 'node:crypto'
import { isBrokenOff, type BrokenOff } from '../file/broken-off.ts'
import { isBroken } from '../file/row.ts'
import { flow } from './flow.ts'
import { progressTo } from './progress.ts'
import { eventsOf } from './reading.ts'
import type { Report } from './report.ts'
import { reportOf } from './reporting.ts'
import { sessionOf, type Pass, type Session } from './session.ts'
import type { ImportError } from './settings.ts'
import { countsOf } from './tally.ts'
import { notGranted, type Reply, type Stopped } from './telling.ts'

/** How far a clock of the other system may be ahead of ours, in milliseconds; as `handle` allows. */
const skew = 300_000

export const passOver = async (pass: Pass): Promise<E.Either<ImportError, Report>> => {
  const session = sessionOf(pass)
  const { stopped, brokenOff } = await readOver(pass, session)
  const isWhole = stopped === undefined && brokenOff === undefined
  const report = reportOf(pass, session.counting, { isWhole, brokenOff })
  if (stopped !== undefined) return E.left({ ...stopped, report })
  if (brokenOff !== undefined) return E.left(endedEarly(brokenOff, report))
  if (session.seen.hash.digest('hex') !== pass.batch.fileHash)
    return E.left({ _tag: 'FileChanged', report })
  if (report.counts.events === 0) return E.right(report)
  const completed = await complete(pass, session)
  if (E.isLeft(completed)) return E.left({ ...completed.left, report })
  if (completed.right._tag === 'Refused') return E.left({ _tag: 'TakenBack', report })
  return E.right(report)
}

const endedEarly = (end: BrokenOff, report: Report): ImportError =>
  report.counts.events + report.counts.broken === 0
    ? { _tag: 'NothingRead', end }
    : { _tag: 'ReadingEnded', end, report }

interface Ended {
  readonly stopped: Stopped | undefined
  readonly brokenOff: BrokenOff | undefined
}

/** Reads as long as there is something to read and the desk goes along. */
const readOver = async (pass: Pass, session: Session): Promise<Ended> => {
  const { seen, setAside, place, record, counting } = session
  const { file, map, clock } = pass
  const tellProgress = progressTo(pass.onProgress, pass.totalBytes)
  const work = flow<Stopped>(pass.inFlight ?? 256)
  let brokenOff: BrokenOff | undefined
  let stopped: Stopped | undefined
  let isBegun = false
  try {
    for await (const item of eventsOf({ file, map, latest: () => clock() + skew, seen })) {
      tellProgress({ bytes: seen.bytes, events: counting.tallies.events })
      if (isBroken(item)) {
        setAside(item.line, item.flaw)
        continue
      }
      stopped = isBegun ? work.failure() : await begin(pass, session)
      if (stopped !== undefined) break
      isBegun = true
      const told = place(item)
      if (told !== undefined) await work.take(told.found.name, () => record(told))
    }
  } catch (caught) {
    if (!isBrokenOff(caught)) throw caught
    brokenOff = caught
  }
  await work.settled()
  tellProgress({ bytes: seen.bytes, events: counting.tallies.events }, 'last')
  return { stopped: stopped ?? work.failure(), brokenOff }
}

/** Only once there is something to import: a file that nothing can be read of leaves no trace. */
const begin = async (
  { source, map: { format }, batch }: Pass,
  { tell }: Session,
): Promise<Stopped | undefined> => {
  const { batchId, fileHash, mapHash } = batch
  const data = { batchId, fileHash, mapHash, source, format }
  const begun = await tell({ type: 'StartImport', data }, 'start')
  return E.isLeft(begun) ? begun.left : notGranted('StartImport', begun.right)
}

/** The key of the command is made of the counts: other counts are another fact. */
const complete = (
  { batch: { batchId } }: Pass,
  { tell, counting }: Session,
): Promise<E.Either<Stopped, Reply>> => {
  const counts = countsOf(counting.tallies)
  const key = `complete/${hash('sha256', JSON.stringify(counts), 'base64url')}`
  return tell({ type: 'CompleteImport', data: { batchId, counts } }, key)
}

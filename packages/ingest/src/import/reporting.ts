/**
 * Writing the report of a pass: what was counted, and what the comparison with the log finds.
 */
import { toIso } from '@deskledger/kernel'
import { appendFileSync, writeFileSync } from 'node:fs'
import type { BrokenOff } from '../file/broken-off.ts'
import type { Found, LabelCount, Listed, Report } from './report.ts'
import type { Finding, Findings } from './scratch.ts'
import type { Pass } from './session.ts'
import type { Counting, Frequencies } from './tally.ts'

/** How many of each kind the report itself shows. */
const shown = 20

/** Goes through all findings once: counts them, keeps the first, and writes all to `file` if told. */
const listed = (findings: Findings, file: string | undefined): Pick<Report, keyof Findings> => {
  if (file !== undefined) writeFileSync(file, '')
  const list = (kind: keyof Findings): Listed => {
    const first: Array<Found> = []
    let total = 0
    let text = ''
    for (const finding of findings[kind]()) {
      const found = foundOf(finding)
      total += 1
      if (first.length < shown) first.push(found)
      if (file === undefined) continue
      text += `${JSON.stringify({ finding: kind, ...found })}\n`
      if (text.length < 65_536) continue
      appendFileSync(file, text)
      text = ''
    }
    if (file !== undefined && text !== '') appendFileSync(file, text)
    return { total, first }
  }
  return {
    missing: list('missing'),
    possibleDoubles: list('possibleDoubles'),
    outOfOrder: list('outOfOrder'),
  }
}

const foundOf = ({ case: name, activity, at }: Finding): Found => ({
  case: name,
  activity,
  at: toIso(at),
})

const nothingFound: Listed = { total: 0, first: [] }
const notCompared = {
  missing: nothingFound,
  possibleDoubles: nothingFound,
  outOfOrder: nothingFound,
}

/** What came of a pass. Only a file that was read to its end is compared with the log. */
export const reportOf = (
  pass: Pass,
  counting: Counting,
  { isWhole, brokenOff }: { readonly isWhole: boolean; readonly brokenOff: BrokenOff | undefined },
): Report => {
  const { batch, source, file, mode = 'import', findingsFile, rejects, scratch } = pass
  const { tallies, deviations, channels, priorities } = counting
  const rejectsFile = rejects.flushed()
  return {
    batchId: batch.batchId,
    source,
    file,
    mode,
    before: batch.before,
    counts: { ...tallies },
    deviations: deviationsOf(deviations),
    unmapped: { channels: labelsOf(channels), priorities: labelsOf(priorities) },
    ...(isWhole ? listed(scratch.findings, findingsFile) : notCompared),
    ...(brokenOff === undefined ? {} : { brokenOff }),
    ...(rejectsFile === undefined ? {} : { rejectsFile }),
    ...(findingsFile === undefined || !isWhole ? {} : { findingsFile }),
  }
}

const deviationsOf = (frequencies: Frequencies): Report['deviations'] =>
  frequencies.list().map(({ key, n }) => {
    const [move = '', status = ''] = key.split('/')
    return { move, status, n }
  })

const labelsOf = (frequencies: Frequencies): ReadonlyArray<LabelCount> =>
  frequencies.list().map(({ key, n }) => ({ label: key, n }))

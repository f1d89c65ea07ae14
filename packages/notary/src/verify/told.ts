/**
 * What a comparison means: which events were changed, moved or taken out, which streams were cut,
 * where the log ends too early or is another one.
 */
import type { Noted, NotedEvent } from '../noted.ts'
import type { Comparison, Found, Mismatch, Stranger } from './comparing.ts'
import type { Finding, Run } from './finding.ts'

const runOf = ({ position, place }: NotedEvent): Run => ({
  position,
  throughPosition: position,
  place,
})

/** Findings in the order of their positions, and how many events are behind what was noted. */
export interface Told {
  readonly findings: ReadonlyArray<Finding>
  readonly notYetNoted: number
}

export const tell = (comparison: Comparison, noted: Noted): Told => {
  const { position: end } = noted.tip()
  const moves = movesIn(comparison)
  const behind = comparison.strangers.filter(({ afterPosition }) => afterPosition === end)
  const ending = endingAt(comparison, moves, end)
  if (ending === undefined) {
    const told = each(comparison, { noted, behind, moves })
    return { ...told, notYetNoted: told.notYetNoted + uncounted(comparison) }
  }
  const before = {
    mismatches: comparison.mismatches.filter((mismatch) => mismatch.noted.position < ending.from),
    strangers: comparison.strangers.filter(({ afterPosition }) => afterPosition < ending.from - 1),
  }
  const told = each(before, { noted, behind: [], moves })
  return { findings: [...told.findings, ending.finding], notYetNoted: 0 }
}

/** Events of the log that were counted and not kept. */
const uncounted = ({ estranged, strangers }: Comparison): number => estranged - strangers.length

interface Ending {
  /** The first noted event behind which nothing is as it was noted. */
  readonly from: number
  readonly finding: Finding
}

/**
 * Nothing behind some event is as it was noted: the log ends there, or is another one. Events that are
 * all still themselves, and only have another content, make no other log; nor does one event alone, nor
 * any that stand elsewhere now.
 */
const endingAt = (
  comparison: Comparison,
  moves: ReadonlyMap<number, number>,
  end: number,
): Ending | undefined => {
  const from = (comparison.lastEqual?.position ?? 0) + 1
  const tail = comparison.mismatches.filter(({ noted: { position } }) => position >= from)
  const [first] = tail
  const isMoved = tail.some(({ noted: { position } }) => moves.has(position))
  if (first === undefined || isMoved || tail.every(isItself)) return undefined
  const later = comparison.strangers.filter(({ afterPosition }) => afterPosition >= from - 1).length
  const met = tail.filter(({ found }) => found !== undefined).length
  const found = later + met + uncounted(comparison)
  const run = { ...runOf(first.noted), throughPosition: end }
  if (found === 0) return { from, finding: { _tag: 'TailRemoved', ...run } }
  if (end === from && first.found !== undefined) return undefined
  const counts = { noted: end - from + 1, found }
  const { place } = first.noted
  return { from, finding: { _tag: 'LogReplaced', afterPosition: from - 1, place, ...counts } }
}

const isItself = ({ noted, found }: Mismatch): boolean =>
  found !== undefined &&
  found.event.stream === noted.stream &&
  found.event.revision === noted.revision

interface Known {
  readonly noted: Noted
  readonly behind: ReadonlyArray<Stranger>
  readonly moves: ReadonlyMap<number, number>
}

/** Each event for itself, where only some are not as they were noted. */
const each = (
  { mismatches, strangers }: Pick<Comparison, 'mismatches' | 'strangers'>,
  { noted, behind, moves }: Known,
): Told => {
  const gone = mismatches.filter(({ noted: { position }, found }) => {
    return found === undefined && !moves.has(position)
  })
  const cut = streamsIn(gone, noted)
  const listed = new Set(cut.flatMap(({ positions }) => positions))
  const findings: Array<Finding> = cut.map(({ finding }) => finding)
  for (const { noted: event, found } of mismatches) {
    const to = moves.get(event.position)
    if (to !== undefined) findings.push({ _tag: 'EventMoved', ...runOf(event), to })
    else if (found !== undefined)
      findings.push({ _tag: 'EventAltered', ...runOf(event), parts: found.parts })
    else if (!listed.has(event.position)) findings.push({ _tag: 'EventRemoved', ...runOf(event) })
  }
  const arrivals = new Set(moves.values())
  const unknown = strangers.filter(({ place }) => !arrivals.has(place))
  findings.push(...inserted(unknown.filter((stranger) => !behind.includes(stranger))))
  const notYetNoted = unknown.filter((stranger) => behind.includes(stranger)).length
  return { findings: findings.sort((a, b) => whereOf(a) - whereOf(b)), notYetNoted }
}

const whereOf = (finding: Finding): number => {
  if ('position' in finding) return finding.position
  return 'afterPosition' in finding ? finding.afterPosition : 0
}

/** Noted events that were met at other places: by position, with the place. */
const movesIn = ({ mismatches, strangers }: Comparison): ReadonlyMap<number, number> => {
  const met: ReadonlyArray<Found> = [
    ...mismatches.flatMap(({ found }) => (found === undefined ? [] : [found.event])),
    ...strangers,
  ]
  return new Map(met.flatMap(({ is, place }) => (is === undefined ? [] : [[is.position, place]])))
}

const inserted = (strangers: ReadonlyArray<Stranger>): ReadonlyArray<Finding> => {
  const runs = new Map<number, { place: number; events: number }>()
  for (const { afterPosition, place } of strangers) {
    const run = runs.get(afterPosition)
    if (run === undefined) runs.set(afterPosition, { place, events: 1 })
    else run.events += 1
  }
  return [...runs].map(([afterPosition, run]) => ({ _tag: 'EventInserted', afterPosition, ...run }))
}

interface Cut {
  readonly finding: Finding
  readonly positions: ReadonlyArray<number>
}

/** Streams of which all is gone, or the beginning. */
const streamsIn = (gone: ReadonlyArray<Mismatch>, noted: Noted): ReadonlyArray<Cut> => {
  const byStream = new Map<string, Array<NotedEvent>>()
  for (const { noted: event } of gone) {
    const known = byStream.get(event.stream)
    if (known === undefined) byStream.set(event.stream, [event])
    else known.push(event)
  }
  return [...byStream.values()].flatMap((events) => cutOf(events, noted))
}

const cutOf = (events: ReadonlyArray<NotedEvent>, noted: Noted): ReadonlyArray<Cut> => {
  const [first, last] = [events[0], events.at(-1)]
  if (first === undefined || last === undefined) return []
  const isFromStart = noted.find(first.stream, first.revision - 1) === undefined
  const isRun = last.revision - first.revision + 1 === events.length
  const isAll = events.length === noted.countOf(first.stream)
  if (!isAll && !(isFromStart && isRun)) return []
  const tag = isAll ? 'StreamRemoved' : 'StreamTruncated'
  const places = { position: first.position, throughPosition: last.position, place: first.place }
  const finding = { _tag: tag, ...places, stream: first.stream, events: events.length } as const
  return [{ finding, positions: events.map(({ position }) => position) }]
}

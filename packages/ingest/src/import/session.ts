/**
 * What one pass over a file works with, put together.
 */
import { meter, type Meter } from '../file/bytes.ts'
import type { Flaw } from '../file/flaw.ts'
import type { SourceEvent } from '../map/source-event.ts'
import type { Batch } from './batch.ts'
import { casesOf } from './cases.ts'
import type { Identities } from './identity.ts'
import { namingBy } from './naming.ts'
import { peopleOf } from './people.ts'
import type { Port } from './port.ts'
import { recent } from './recent.ts'
import { recording, type Recording, type Told } from './recording.ts'
import type { Rejects } from './rejects.ts'
import { scoringBy } from './scoring.ts'
import type { Scratch } from './scratch.ts'
import type { ImportSettings } from './settings.ts'
import { counting as countingAnew, type Counting } from './tally.ts'
import { telling, type Tell } from './telling.ts'

/** What is known before the file is read. */
export interface Pass extends ImportSettings {
  readonly source: string
  readonly ids: Identities
  readonly port: Port
  readonly batch: Batch
  readonly totalBytes: number
  readonly scratch: Scratch
  readonly rejects: Rejects
}

export interface Session {
  readonly counting: Counting
  readonly seen: Meter
  readonly tell: Tell
  readonly setAside: (line: number, flaw: Flaw) => void
  /** The event in its place, counted; none if it is set aside, or the row repeats another one. */
  readonly place: (event: SourceEvent) => Told | undefined
  readonly record: Recording
}

export const sessionOf = (pass: Pass): Session => {
  const { source, ids, port, scratch, rejects } = pass
  const { batchId } = pass.batch
  const { customerKind = 'person' } = pass.map
  const { actor = { kind: 'import', id: source } as const } = pass
  const counting = countingAnew()
  const tell = telling({ send: port.send, actor, batchId, patience: pass.patience })
  const cases = casesOf({ ids, scratch, port, batchId })
  const setAside = (line: number, flaw: Flaw): void => {
    counting.flawed(flaw)
    rejects.add(line, flaw)
  }
  const meet = peopleOf({ ids, scratch, tell, source, customerKind, counting })
  const scoring = scoringBy({ ids, scratch, tell, batchId, counting, setAside })
  const record = recording({
    source,
    batchId,
    cases,
    scratch,
    scoring,
    tell,
    counting,
    setAside,
  })
  const nameOf = namingBy(ids, scratch)
  const count = countingRows(scratch, counting)

  return {
    counting,
    tell,
    setAside,
    record,
    seen: meter(),
    place: (event) => {
      const named = nameOf(event)
      if (named._tag === 'IdTaken') {
        setAside(event.line, { _tag: 'IdNotUnique', column: pass.map.eventId ?? '' })
        return undefined
      }
      const { found, isFirst } = cases.of(event.case)
      const place = count(event, isFirst)
      if (named._tag === 'Named')
        return { event, found, isFirst, place, sourceId: named.sourceId, named: meet(event) }
      counting.tallies.repeated += 1
      return undefined
    },
  }
}

/** Counts what a row tells of beside the activity; its number in the file, from 1. */
const countingRows = (scratch: Scratch, { tallies, channels, priorities }: Counting) => {
  const products = recent<true>(2_000)
  const isNew = (sku: string): boolean => {
    if (products.get(sku) === true) return false
    products.put(sku, true)
    return scratch.isFirst(`product ${sku}`)
  }
  return ({ sku, unmapped }: SourceEvent, isFirst: boolean): number => {
    tallies.events += 1
    if (isFirst) tallies.cases += 1
    if (sku !== undefined && isNew(sku)) tallies.products += 1
    for (const { kind, label } of unmapped)
      if (kind === 'priority') priorities.add(label)
      else if (isFirst) channels.add(label)
    return tallies.events
  }
}

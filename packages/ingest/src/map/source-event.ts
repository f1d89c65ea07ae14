/**
 * A row as the event of another system that it tells of, by the words of a map.
 *
 * A column is looked for in the row, then in what the file says of the whole case; what names the
 * event itself (activity, time, id) never comes from the case. What the map does not name, or its
 * tables do not know, stays an attribute: nothing is dropped.
 */
import type { Mode } from '@deskledger/domain/assessment/events'
import { Sku, type Channel } from '@deskledger/domain/primitives'
import { RequestNumber } from '@deskledger/domain/request/events'
import type { Instant } from '@deskledger/kernel'
import type { Flaw, RowFlaw } from '../file/flaw.ts'
import type { Broken, Row } from '../file/row.ts'
import { attributesOf, type Attributes } from './attributes.ts'
import { usualChannels } from './built-in.ts'
import { caseColumnsOf, columnsBy, columnsOf, ofCase } from './columns.ts'
import { labelsOf } from './labels.ts'
import type { ImportMap, Move } from './map.ts'
import { isClean } from './tidy.ts'
import { timeReader } from './time.ts'

export interface SourceEvent {
  readonly line: number
  /** What the other system calls the case. */
  readonly case: string
  readonly activity: string
  readonly at: Instant
  readonly moves: Move | undefined
  readonly eventId: string | undefined
  readonly resource: string | undefined
  readonly customer: string | undefined
  readonly subject: string | undefined
  readonly number: string | undefined
  readonly sku: Sku | undefined
  readonly channel: Channel | undefined
  readonly priority: number | undefined
  readonly scores: ReadonlyArray<Score>
  /** What else the row says. */
  readonly attributes: Attributes
  /** What else the file says of the case. */
  readonly caseAttributes: Attributes
  /** Labels that no table knows. */
  readonly unmapped: ReadonlyArray<Unmapped>
  /** What could not be taken as it stands. */
  readonly flaws: ReadonlyArray<Flaw>
}

export interface Unmapped {
  readonly kind: 'channel' | 'priority'
  readonly label: string
}

/** A mark that a column holds. */
export interface Score {
  readonly instrument: string
  readonly dimension: string
  readonly value: number
  readonly mode: Mode
}

export type Interpret = (row: Row) => SourceEvent | Broken

/** The longest label of an activity, in characters. */
const longestActivity = 200

const plainPriorities = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 }

/** How to read the rows of a file; what happens later than `latest` says is set aside. */
export const interpreter = (map: ImportMap, latest: () => number): Interpret => {
  const { format = 'ISO', zone } = map.time
  const readTime = timeReader({ format, zone })
  const { own, any, joined, valueOf } = columnsBy(map)
  const channels = labelsOf<Channel>({ ...usualChannels, ...map.channels })
  const priorities = labelsOf<number>({ ...plainPriorities, ...map.priorities })
  const moves = labelsOf(map.moves ?? {})
  const used: ReadonlySet<string> = new Set(columnsOf(map))
  const usedOfCase: ReadonlySet<string> = new Set(caseColumnsOf(map))
  const { product = '', number = '', scores = [] } = map

  const named = (row: Row): Pick<SourceEvent, 'case' | 'activity'> | RowFlaw => {
    const name = joined(row, map.case)
    if (name === undefined) return { _tag: 'NoCase', column: map.case }
    const activity = joined(row, map.activity)
    if (activity === undefined) return { _tag: 'NoActivity', column: map.activity }
    if (!isClean(activity, longestActivity))
      return { _tag: 'LabelTooLong', column: map.activity, max: longestActivity }
    return { case: name, activity }
  }

  const timed = (row: Row): Instant | RowFlaw => {
    const { column } = map.time
    const text = own(row, column)
    if (text === undefined) return { _tag: 'NoTime', column }
    const at = readTime(text)
    if (at === 'unreadable') return { _tag: 'UnreadableTime', column, format }
    if (at === 'noOffset') return { _tag: 'NoOffset', column }
    return at > latest() ? { _tag: 'InTheFuture', column } : at
  }

  /** The columns that have a form or a table of their own, and those that do not fit it. */
  const formed = (row: Row) => {
    const unfit: Array<string> = []
    const unmapped: Array<Unmapped> = []
    const flaws: Array<Flaw> = []
    const read = <A>(
      column: string | undefined,
      meaning: (text: string) => A | undefined,
      otherwise: (text: string) => void,
    ): A | undefined => {
      const text = any(row, column)
      if (column === undefined || text === undefined) return undefined
      const value = meaning(text)
      if (value !== undefined) return value
      unfit.push(column)
      otherwise(text)
      return undefined
    }
    const unknown = (kind: Unmapped['kind']) => (label: string) =>
      void unmapped.push({ kind, label })
    const flawed = (flaw: Flaw) => () => void flaws.push(flaw)
    return {
      channel: read(map.channel, channels, unknown('channel')),
      priority: read(map.priority, priorities, unknown('priority')),
      sku: read(map.product, skuOf, flawed({ _tag: 'NoProduct', column: product })),
      number: read(map.number, numberOf, flawed({ _tag: 'NoNumber', column: number })),
      scores: scores.flatMap(({ column, instrument, dimension, mode = 'surveyorBatch' }) => {
        const value = read(column, markOf, flawed({ _tag: 'NoScore', column }))
        return value === undefined ? [] : [{ instrument, dimension, value, mode }]
      }),
      unfit,
      unmapped,
      flaws,
    }
  }

  let lastCase: Row['caseFields'] | undefined
  let lastAttributes: Attributes
  const caseAttributes = ({ caseFields }: Row, unfit: ReadonlyArray<string>): Attributes => {
    if (caseFields === lastCase) return lastAttributes
    const isUsed = (column: string): boolean =>
      usedOfCase.has(column) && !unfit.includes(column) && !unfit.includes(ofCase + column)
    lastCase = caseFields
    lastAttributes = attributesOf(caseFields, valueOf, isUsed)
    return lastAttributes
  }

  return (row) => {
    const { line } = row
    const event = named(row)
    if ('_tag' in event) return { line, flaw: event }
    const at = timed(row)
    if (typeof at === 'object') return { line, flaw: at }
    const { unfit, ...known } = formed(row)
    const isUsed = (column: string): boolean => used.has(column) && !unfit.includes(column)
    const attributes = attributesOf(row.fields, valueOf, isUsed)
    return {
      line,
      ...event,
      at,
      moves: moves(event.activity),
      eventId: own(row, map.eventId),
      resource: any(row, map.resource),
      customer: any(row, map.customer),
      subject: any(row, map.subject),
      ...known,
      attributes,
      caseAttributes: caseAttributes(row, unfit),
    }
  }
}

const skuOf = (text: string): Sku | undefined => (Sku.is(text) ? text : undefined)
const numberOf = (text: string): string | undefined => (RequestNumber.is(text) ? text : undefined)
const markOf = (text: string): number | undefined =>
  /^\d{1,3}(\.0+)?$/.test(text) && Number(text) <= 100 ? Number(text) : undefined

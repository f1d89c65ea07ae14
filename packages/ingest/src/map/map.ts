/**
 * The map: what the columns of a file, or the attributes of an event log, mean to a desk.
 *
 * A file of JSON that people write. What is wrong with it is said by path and expectation, with the
 * key that was probably meant.
 */
import { PartyKind } from '@deskledger/domain/party/events'
import { Mode } from '@deskledger/domain/assessment/events'
import { Format } from '@deskledger/domain/import/events'
import { Channel, Priority } from '@deskledger/domain/primitives'
import {
  flag,
  issuesOf,
  Key,
  list,
  mapOf,
  oneOf,
  record,
  shapeOf,
  text,
  Zone,
  type Issue,
} from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { nearest } from '../file/nearest.ts'
import { isEncoding } from '../file/text.ts'
import { isTimeFormat, tellsOffset } from './time.ts'
import { isZone } from './zone.ts'

/** A column of a CSV file, or an attribute of an event or, as `case:…`, of its case. */
const Column = text('column', 200)

/** Several columns are joined by `+`, and so are their values. */
const Columns = text('columns', 1_000)

/** What a label of an activity does to its request; a wait says for whom. */
export const Move = oneOf(
  'close',
  'reopen',
  'cancel',
  'resolve',
  'resume',
  'wait',
  'wait:customer',
  'wait:thirdParty',
  'wait:parts',
  'wait:approval',
  'wait:appointment',
)
export type Move = (typeof Move)['_A']

const TimeColumn = record(
  { column: Column },
  { format: text('time format', 60), zone: Zone },
  'TimeColumn',
)

/** A column of marks for one dimension of an instrument of the house. */
const ScoreColumn = record(
  { column: Column, instrument: Key, dimension: Key },
  { mode: Mode },
  'ScoreColumn',
)

const CsvForm = record(
  {},
  { delimiter: text('delimiter', 4), encoding: text('encoding', 40), header: flag },
  'CsvForm',
)

export const ImportMap = record(
  { format: Format, case: Columns, activity: Columns, time: TimeColumn },
  {
    /** The system that the file comes from: two files of one system share their ids. */
    source: Key,
    csv: CsvForm,
    /** An id of the event that is unique within its case. */
    eventId: Column,
    resource: Column,
    customer: Column,
    /** What customers are; persons unless told. */
    customerKind: PartyKind,
    product: Column,
    channel: Column,
    priority: Column,
    subject: Column,
    /** What people call the request by. */
    number: Column,
    scores: list(ScoreColumn, { max: 100 }),
    /** Texts that stand for nothing, such as `?`; an empty one always does. */
    nulls: list(text('null mark', 40), { max: 100 }),
    /** By label; the case of letters does not count. */
    channels: mapOf(Channel, 1_000),
    priorities: mapOf(Priority, 1_000),
    moves: mapOf(Move, 1_000),
  },
  'ImportMap',
)
export interface ImportMap extends t.TypeOf<typeof ImportMap> {}

export interface MapIssue extends Issue {
  readonly didYouMean?: string
}

export interface InvalidMap {
  readonly _tag: 'InvalidMap'
  readonly issues: ReadonlyArray<MapIssue>
}

/** The map, or everything that is wrong with it. */
export const decodeMap = (u: unknown): E.Either<InvalidMap, ImportMap> => {
  if (!ImportMap.is(u))
    return E.left({ _tag: 'InvalidMap', issues: issuesOf(ImportMap, u).map(hinted) })
  const issues = meaningless(u)
  return issues.length === 0 ? E.right(u) : E.left({ _tag: 'InvalidMap', issues })
}

/** What has the right form and still means nothing. */
const meaningless = ({ time, csv = {} }: ImportMap): ReadonlyArray<MapIssue> => {
  const { format = 'ISO', zone } = time
  const flaws: Array<MapIssue> = []
  if (!isTimeFormat(format))
    flaws.push({ path: 'time.format', expected: 'ISO, or a form like DD-MM-YYYY HH:mm' })
  if (zone !== undefined && !isZone(zone))
    flaws.push({ path: 'time.zone', expected: 'a zone of the IANA database, like Europe/Berlin' })
  if (zone === undefined && !tellsOffset(format))
    flaws.push({ path: 'time.zone', expected: 'a zone, because the format has no offset' })
  if (csv.encoding !== undefined && !isEncoding(csv.encoding))
    flaws.push({ path: 'csv.encoding', expected: 'an encoding, like utf-8 or windows-1252' })
  return flaws
}

const hinted = (issue: Issue): MapIssue => {
  if (issue.expected !== 'no such field') return issue
  const path = issue.path.split('.')
  const didYouMean = nearest(path.at(-1) ?? '', keysAt(ImportMap, path.slice(0, -1)))
  return didYouMean === undefined ? issue : { ...issue, didYouMean }
}

/** The keys that are known at a path. */
const keysAt = (codec: t.Mixed, [key, ...rest]: ReadonlyArray<string>): ReadonlyArray<string> => {
  const shape = shapeOf(codec)
  if (shape?.kind === 'list') return keysAt(shape.of, rest)
  if (shape?.kind !== 'record') return []
  const fields = { ...shape.required, ...shape.optional }
  if (key === undefined) return Object.keys(fields)
  const inner = fields[key]
  return inner === undefined ? [] : keysAt(inner, rest)
}

/** The map as a file to save and to edit. */
export const describeMap = (map: ImportMap): string => `${JSON.stringify(map, null, 2)}\n`

/** Everything wrong with a map, a line each. */
export const describeInvalidMap = ({ issues }: InvalidMap): string =>
  issues
    .map(({ path, expected, didYouMean }) => {
      const hint = didYouMean === undefined ? '' : ` (did you mean "${didYouMean}"?)`
      return `${path === '' ? 'the map' : path}: expected ${expected}${hint}`
    })
    .join('\n')

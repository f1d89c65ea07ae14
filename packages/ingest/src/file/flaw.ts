/**
 * What can be wrong with a row, as data, and the words for it.
 *
 * Flaws name columns and limits, never what stands in the row: that may be about a person.
 */
import type { BrokenOff } from './broken-off.ts'

/** The row is set aside. */
export type RowFlaw =
  | { readonly _tag: 'ColumnCount'; readonly expected: number; readonly found: number }
  | { readonly _tag: 'RowTooLong'; readonly max: number }
  | { readonly _tag: 'Quotes' }
  | { readonly _tag: 'WrongEncoding' }
  | { readonly _tag: 'EventOutsideTrace' }
  | { readonly _tag: 'NoCase'; readonly column: string }
  | { readonly _tag: 'NoActivity'; readonly column: string }
  | { readonly _tag: 'NoTime'; readonly column: string }
  | { readonly _tag: 'UnreadableTime'; readonly column: string; readonly format: string }
  | { readonly _tag: 'NoOffset'; readonly column: string }
  | { readonly _tag: 'InTheFuture'; readonly column: string }
  | { readonly _tag: 'LabelTooLong'; readonly column: string; readonly max: number }
  /** Another event of the same case has the same id. */
  | { readonly _tag: 'IdNotUnique'; readonly column: string }
  /** The desk would not take it: the paths of the command that it refused. */
  | { readonly _tag: 'NotAccepted'; readonly paths: ReadonlyArray<string> }

/** The row is imported, but for this. */
export type PartFlaw =
  | { readonly _tag: 'Cut'; readonly column: string; readonly max: number }
  | { readonly _tag: 'ControlCharacters'; readonly column: string }
  | { readonly _tag: 'TooManyAttributes'; readonly max: number }
  | { readonly _tag: 'AttributesAfterEvents' }
  | { readonly _tag: 'NoProduct'; readonly column: string }
  | { readonly _tag: 'NoNumber'; readonly column: string }
  | { readonly _tag: 'NoScore'; readonly column: string }
  | { readonly _tag: 'ScoreRefused'; readonly instrument: string; readonly why: string }

export type Flaw = RowFlaw | PartFlaw

const parts: ReadonlySet<string> = new Set<PartFlaw['_tag']>([
  'Cut',
  'ControlCharacters',
  'TooManyAttributes',
  'AttributesAfterEvents',
  'NoProduct',
  'NoNumber',
  'NoScore',
  'ScoreRefused',
])

/** Whether the row itself is imported. */
export const isPart = (flaw: Flaw): flaw is PartFlaw => parts.has(flaw._tag)

export interface Words {
  readonly reason: string
  readonly remedy: string
}
const words = (reason: string, remedy: string): Words => ({ reason, remedy })

/** What is wrong, and what to do about it. */
export const wordsOf = (flaw: Flaw): Words => {
  switch (flaw._tag) {
    case 'ColumnCount':
      return words(
        `the row has ${flaw.found} columns where the header has ${flaw.expected}`,
        'put fields that hold the delimiter in quotes, or name the delimiter in the map',
      )
    case 'RowTooLong':
      return words(
        `the row is longer than ${flaw.max} characters`,
        'leave out long columns, or check that lines end where rows do',
      )
    case 'Quotes':
      return words(
        'a quote is opened and not closed, or stands inside a field that is not in quotes',
        'put the whole field in quotes and double every quote inside it',
      )
    case 'WrongEncoding':
      return words(
        'the row holds bytes that are no text in the encoding of the file',
        'name the encoding in the map, such as "windows-1252", or save the file as UTF-8',
      )
    case 'EventOutsideTrace':
      return words(
        'the event stands outside of any trace',
        'put the event into the trace of its case',
      )
    case 'NoCase':
      return words(`"${flaw.column}" is empty, so the row belongs to no case`, 'fill it in')
    case 'NoActivity':
      return words(`"${flaw.column}" is empty, so nothing is said to have happened`, 'fill it in')
    case 'NoTime':
      return words(`"${flaw.column}" is empty, so it is not known when it happened`, 'fill it in')
    case 'UnreadableTime':
      return words(
        `"${flaw.column}" is no date and time of the form ${flaw.format}`,
        'correct it, or name its form in the map under time.format',
      )
    case 'NoOffset':
      return words(
        `"${flaw.column}" does not say how far it is from UTC`,
        'name the zone in the map under time.zone, such as "Europe/Berlin"',
      )
    case 'InTheFuture':
      return words(`"${flaw.column}" is later than now`, 'correct it, or the zone in the map')
    case 'LabelTooLong':
      return words(
        `"${flaw.column}" is no label: longer than ${flaw.max} characters, or with control characters`,
        'map a column that names the kind of step',
      )
    case 'IdNotUnique':
      return words(
        `"${flaw.column}" names another event of the same case`,
        'map an eventId that is unique within its case, or none',
      )
    case 'NotAccepted':
      return words(
        `the desk does not take ${flaw.paths.join(', ')}`,
        'correct it, or map another column',
      )
    case 'Cut':
      return words(
        `"${flaw.column}" was cut to ${flaw.max} characters`,
        'keep longer texts as documents beside the desk',
      )
    case 'ControlCharacters':
      return words(
        `"${flaw.column}" held control characters, which became spaces`,
        'correct the text where it comes from',
      )
    case 'TooManyAttributes':
      return words(
        `the row has more than ${flaw.max} attributes; the rest was left out`,
        'leave out columns that nobody asks for',
      )
    case 'AttributesAfterEvents':
      return words(
        'the trace has attributes after its first event, which were left out',
        'put the attributes of a trace before its events, as the XES standard says',
      )
    case 'NoProduct':
      return words(
        `"${flaw.column}" is no catalogue number of 1 to 100 characters on one line`,
        'map a column that names the product',
      )
    case 'NoNumber':
      return words(
        `"${flaw.column}" is no number that a request can be called by`,
        'map a column of up to 32 letters, digits and . _ / -',
      )
    case 'NoScore':
      return words(`"${flaw.column}" is no whole number from 0 to 100`, 'correct it')
    case 'ScoreRefused':
      return words(
        `the scores for ${flaw.instrument} were refused: ${flaw.why}`,
        'map every mandatory dimension, with values of its scale only',
      )
  }
}

/** Why the reading ended before the file did. */
export const wordsOfEnd = (end: BrokenOff): Words => {
  if (end._tag === 'ColumnsMissing') return wordsOfMissing(end)
  switch (end.why) {
    case 'truncated':
      return words('the compressed file ends too early', 'fetch the whole file and import it again')
    case 'damagedGzip':
      return words('the compressed file is damaged', 'fetch the file again and import it')
    case 'malformedXml':
      return words('the XML is not well-formed', 'correct it there and import the file again')
    case 'notXes':
      return words('this is no XES: its root is not <log>', 'name the format of the file')
    case 'unreadableHeader':
      return words('the header cannot be read', 'check quotes and encoding of the first line')
    case 'unknownEncoding':
      return words('the encoding that is named is not known', 'save the file as UTF-8')
    case 'unreadableFile':
      return words('the file could not be read on', 'see that it is there and may be read')
  }
}

const wordsOfMissing = ({ missing, columns }: Missing): Words => {
  const names = missing.map(({ column, didYouMean }) =>
    didYouMean === undefined ? `"${column}"` : `"${column}" (did you mean "${didYouMean}"?)`,
  )
  return words(
    `the file has no column ${names.join(', ')}`,
    columns.length === 1
      ? 'name the delimiter of the file in the map under csv.delimiter'
      : 'correct the names in the map',
  )
}
type Missing = Extract<BrokenOff, { readonly _tag: 'ColumnsMissing' }>

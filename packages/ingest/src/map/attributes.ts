/**
 * What a row says beside the columns that the map has a meaning for.
 */
import type { Flaw } from '../file/flaw.ts'
import type { Fields } from '../file/row.ts'
import { ofCase, type Columns } from './columns.ts'
import { flawsOf, isClean, tidied } from './tidy.ts'

export interface Attributes {
  readonly values: ReadonlyArray<readonly [column: string, value: string]>
  readonly flaws: ReadonlyArray<Flaw>
}
export const noAttributes: Attributes = { values: [], flaws: [] }

/** How many attributes an activity has at most, and how long each may be, in characters. */
const most = 100
const longest = 2_000

/** The fields that have a value and are not used otherwise. */
export const attributesOf = (
  fields: Fields,
  valueOf: Columns['valueOf'],
  isUsed: (column: string) => boolean,
): Attributes => {
  const values: Array<readonly [string, string]> = []
  const flaws: Array<Flaw> = []
  for (const [column, text] of fields) {
    const value = isUsed(column) ? undefined : valueOf(text)
    if (value === undefined) continue
    const isHeld = isClean(value, longest)
    values.push([column, isHeld ? value : tidied(value, longest)])
    if (!isHeld) flaws.push(...flawsOf(column, value, longest))
  }
  return { values, flaws }
}

/** Those of a row, then those of its case under `case:…`. */
export const together = (own: Attributes, ofItsCase: Attributes): Attributes => ({
  values: [
    ...own.values,
    ...ofItsCase.values.map(
      ([column, value]) => [column.startsWith(ofCase) ? column : ofCase + column, value] as const,
    ),
  ],
  flaws: [...own.flaws, ...ofItsCase.flaws],
})

/** As many as an activity can have. */
export const limited = (attributes: Attributes): Attributes =>
  attributes.values.length <= most
    ? attributes
    : {
        values: attributes.values.slice(0, most),
        flaws: [...attributes.flaws, { _tag: 'TooManyAttributes', max: most }],
      }

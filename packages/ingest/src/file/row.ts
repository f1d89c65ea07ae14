/**
 * What a reader of a format gives: rows of named texts, and the places where there is none.
 */
import type { Flaw } from './flaw.ts'

/** The texts of a row by column, or of an event by attribute, in the order of the file. */
export type Fields = ReadonlyMap<string, string>

export interface Row {
  /** The line of the file on which it begins, from 1. */
  readonly line: number
  readonly fields: Fields
  /** What the file says of the whole case, in formats that group events by case. */
  readonly caseFields: Fields
}

/** Something that cannot be imported, or not as it stands; the rest of the file goes on. */
export interface Broken {
  readonly line: number
  readonly flaw: Flaw
}

export const isBroken = <A extends object>(item: A | Broken): item is Broken => 'flaw' in item

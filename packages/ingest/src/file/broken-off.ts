/**
 * Why the reading of a file ended before the file did. What came before it counts.
 *
 * Readers reject only with such a value.
 */
export type BrokenOff =
  /** Nothing after this line can be read; 0 where nothing was. */
  | {
      readonly _tag: 'BrokenOff'
      readonly line: number
      readonly why:
        | 'truncated'
        | 'damagedGzip'
        | 'malformedXml'
        | 'notXes'
        | 'unreadableHeader'
        | 'unknownEncoding'
        | 'unreadableFile'
    }
  /** The map names columns that the file has not. */
  | {
      readonly _tag: 'ColumnsMissing'
      readonly missing: ReadonlyArray<{ readonly column: string; readonly didYouMean?: string }>
      readonly columns: ReadonlyArray<string>
    }

type Why = Extract<BrokenOff, { readonly _tag: 'BrokenOff' }>['why']

export const brokenOff = (why: Why, line: number): BrokenOff => ({ _tag: 'BrokenOff', line, why })

/** What was caught while `line` was read: a failure of the file as a value, a bug as it is. */
export const caughtAt = (caught: unknown, line: number): unknown => {
  if (isBrokenOff(caught))
    return caught._tag === 'BrokenOff' && caught.line === 0 ? { ...caught, line } : caught
  return codeOf(caught) === undefined ? caught : brokenOff('unreadableFile', line)
}

/** The code of a failure of the operating system, such as `ENOENT`. */
export const codeOf = (caught: unknown): string | undefined =>
  typeof caught === 'object' && caught !== null && 'code' in caught
    ? String(caught.code)
    : undefined

export const isBrokenOff = (u: unknown): u is BrokenOff =>
  typeof u === 'object' &&
  u !== null &&
  '_tag' in u &&
  (u._tag === 'BrokenOff' || u._tag === 'ColumnsMissing')

/**
 * What writers say of their notes, in lines: `sends BY N`, `acked BY N LAST-POSITION`,
 * `failed BY N REASON`. A line stands before what it announces and after what it reports.
 */
import { writeSync } from 'node:fs'

export interface Acked {
  readonly by: string
  readonly n: number
  readonly lastPosition: number
}

export interface Failed {
  readonly by: string
  readonly n: number
  readonly reason: string
}

/** Written at once: what was said is known, whatever happens at the next moment. */
export const say = (...words: ReadonlyArray<string | number>): void => {
  writeSync(1, `${words.join(' ')}\n`)
}

const wordsOf = (
  lines: ReadonlyArray<string>,
  verb: string,
): ReadonlyArray<ReadonlyArray<string>> =>
  lines.filter((line) => line.startsWith(`${verb} `)).map((line) => line.split(' ').slice(1))

export const ackedIn = (lines: ReadonlyArray<string>): ReadonlyArray<Acked> =>
  wordsOf(lines, 'acked').map(([by = '', n, last]) => ({
    by,
    n: Number(n),
    lastPosition: Number(last),
  }))

export const sentIn = (lines: ReadonlyArray<string>): ReadonlyArray<Omit<Acked, 'lastPosition'>> =>
  wordsOf(lines, 'sends').map(([by = '', n]) => ({ by, n: Number(n) }))

export const failedIn = (lines: ReadonlyArray<string>): ReadonlyArray<Failed> =>
  wordsOf(lines, 'failed').map(([by = '', n, reason = '']) => ({ by, n: Number(n), reason }))

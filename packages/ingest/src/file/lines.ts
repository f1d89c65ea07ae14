/**
 * Text as the lines that it was written in, whichever way they end.
 */
import { caughtAt } from './broken-off.ts'

export interface Line {
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** The longest line, in characters: no event of a desk can be longer. What is longer is cut. */
export const longestLine = 1_048_576

export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<Line> {
  let line = 0
  let rest = ''
  try {
    for await (const chunk of text) {
      const parts = (rest + chunk).split(/\r\n|\n|\r(?=[^])/)
      rest = (parts.pop() ?? '').slice(0, longestLine + 1)
      for (const part of parts) yield { line: (line += 1), text: part }
    }
  } catch (caught) {
    throw caughtAt(caught, line + 1)
  }
  if (rest !== '') yield { line: line + 1, text: rest.replace(/\r$/, '') }
}

/**
 * What was set aside, a line of JSON each: the line of the file, the reason, the remedy. Never what
 * stands in the row.
 */
import { appendFileSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { isPart, wordsOf, type Flaw } from '../file/flaw.ts'

export interface Rejects {
  readonly add: (line: number, flaw: Flaw) => void
  /** Writes what is left; the file, if there was anything. */
  readonly flushed: () => string | undefined
}

/** Beside whoever imports, not beside the file: that may lie where nobody can write. */
export const rejectsFileOf = (file: string): string => `${basename(file)}.rejects.ndjson`

/** Begins anew: what an earlier import set aside is told again. */
export const rejectsTo = (file: string): Rejects => {
  rmSync(file, { force: true })
  let text = ''
  let isAny = false
  const write = (): void => {
    if (text !== '') appendFileSync(file, text)
    text = ''
  }
  return {
    add: (line, flaw) => {
      const { _tag: code } = flaw
      const told = { line, code, imported: isPart(flaw), ...wordsOf(flaw) }
      text += `${JSON.stringify(told)}\n`
      isAny = true
      if (text.length > 65_536) write()
    },
    flushed: () => {
      write()
      return isAny ? file : undefined
    },
  }
}

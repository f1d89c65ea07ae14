/**
 * Texts as a desk can hold them: of limited length, and without control characters.
 */
import type { Flaw } from '../file/flaw.ts'

const control = /[\u0000-\u0008\u000b-\u001f\u007f]/
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** Whether the text can be held as it stands. */
export const isClean = (text: string, max: number): boolean =>
  text.length <= max && !control.test(text)

/** Line breaks in one form, control characters as spaces, cut between two characters. */
export const tidied = (text: string, max: number): string => {
  const spaced = text.replace(/\r\n?/g, '\n').replace(controls, ' ')
  if (spaced.length <= max) return spaced
  const cut = spaced.slice(0, max)
  return cut.isWellFormed() ? cut : cut.slice(0, -1)
}

/** What `tidied` does to the text of a column. */
export const flawsOf = (column: string, text: string, max: number): ReadonlyArray<Flaw> => {
  const spaced = text.replace(/\r\n?/g, '\n')
  const flaws: Array<Flaw> = []
  if (control.test(spaced)) flaws.push({ _tag: 'ControlCharacters', column })
  if (spaced.length > max) flaws.push({ _tag: 'Cut', column, max })
  return flaws
}

/**
 * How texts of any language stand on a terminal.
 */

/** Without the codes that a terminal obeys: what customers write is only ever shown. */
export const printable = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, '\u{fffd}')

const plain = /^[\x20-\x7e\xa0-\u02ff]*$/
const mark = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]$/u

/** In columns: a sign of Chinese, Japanese or Korean takes two, an accent of its own none. */
export const widthOf = (text: string): number => {
  if (plain.test(text)) return text.length
  let width = 0
  for (const sign of text) width += mark.test(sign) ? 0 : wide.test(sign) ? 2 : 1
  return width
}

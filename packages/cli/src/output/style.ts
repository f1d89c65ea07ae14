/**
 * Emphasis on a terminal; plain text where NO_COLOR is set or nobody looks.
 */
import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]
const styled =
  (style: Style) =>
  (text: string): string =>
    styleText(style, text, { stream: process.stdout, validateStream: true })

export const bold = styled('bold')
export const dim = styled('dim')
export const red = styled('red')
export const green = styled('green')
export const yellow = styled('yellow')
export const cyan = styled('cyan')

/**
 * Emphasis where both outputs are a terminal; plain text where NO_COLOR or --no-color is set, or
 * where one of them goes to a file.
 */
import { styleText } from 'node:util'

const isPlain = process.argv.includes('--no-color') || !process.stderr.isTTY

type Style = Parameters<typeof styleText>[0]
const styled =
  (style: Style) =>
  (text: string): string =>
    isPlain ? text : styleText(style, text, { stream: process.stdout, validateStream: true })

export const bold = styled('bold')
export const dim = styled('dim')
export const red = styled('red')
export const green = styled('green')
export const yellow = styled('yellow')
export const cyan = styled('cyan')

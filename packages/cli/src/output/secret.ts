/**
 * Asking for what nobody may see: on a terminal without echo, from anything else its first line.
 */
import type { Io } from './io.ts'

/** What is typed or sent, one line of it. */
export interface Lines {
  readonly isTerminal: boolean
  /** The next line without its end; nothing if there is none. On a terminal it is not shown. */
  readonly next: () => Promise<string | undefined>
  readonly close: () => void
}

/** Twice where somebody types it; nothing if it was not the same both times. */
export const askSecret = async (io: Io, lines: Lines): Promise<string | undefined> => {
  const ask = async (prompt: string): Promise<string> => {
    if (lines.isTerminal) io.err(prompt)
    const line = (await lines.next()) ?? ''
    if (lines.isTerminal) io.err('\n')
    return line
  }
  const first = await ask('password: ')
  if (!lines.isTerminal) return first
  return first === (await ask('again:    ')) ? first : undefined
}

const { stdin } = process

export const typedLines = (): Lines => {
  const isTerminal = stdin.isTTY
  let text = ''
  const over = new AbortController()
  let wake: (() => void) | undefined
  const hear = (part: string): void => {
    text = isTerminal ? typed(text, part) : text + part
    wake?.()
  }
  const end = (): void => {
    over.abort()
    wake?.()
  }
  stdin.setEncoding('utf8')
  if (isTerminal) stdin.setRawMode(true)
  stdin.on('data', hear).on('end', end)
  return {
    isTerminal,
    next: async () => {
      while (!/[\r\n]/.test(text) && !over.signal.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      const [line = '', ...rest] = text.split(/\r\n|\r|\n/)
      text = rest.join('\n')
      return line === '' && over.signal.aborted ? undefined : line
    },
    close: () => {
      if (isTerminal) stdin.setRawMode(false)
      stdin.off('data', hear).off('end', end).pause()
    },
  }
}

const [interrupt, endOfText, backspace, erase] = ['\u0003', '\u0004', '\u007f', '\b']

/** A terminal that shows nothing also leaves it to the program to take letters back. */
export const typed = (before: string, part: string): string => {
  let text = before
  for (const letter of part)
    if (letter === interrupt) process.kill(process.pid, 'SIGINT')
    else if (letter === endOfText) text += '\n'
    else if (letter === backspace || letter === erase) text = text.replace(/[^\r\n]$/u, '')
    else text += letter
  return text
}

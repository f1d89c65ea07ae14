/**
 * The code blocks of a Markdown page, with what surrounds them.
 */
export interface Block {
  /** `ts`, `console`, `sql`, `json`, `text` … as written after the fence. */
  readonly language: string
  readonly text: string
  /** The line of the page on which the text begins, from 1. */
  readonly line: number
}

const fence = /^```(\w*)\s*$/

export const blocksOf = (markdown: string): ReadonlyArray<Block> => {
  const blocks: Array<Block> = []
  let open: { language: string; line: number; lines: Array<string> } | undefined
  markdown.split('\n').forEach((line, i) => {
    const [, language] = fence.exec(line) ?? []
    if (open === undefined) {
      if (language !== undefined) open = { language, line: i + 2, lines: [] }
    } else if (line.startsWith('```')) {
      blocks.push({ language: open.language, line: open.line, text: open.lines.join('\n') })
      open = undefined
    } else open.lines.push(line)
  })
  return blocks
}

/** The targets of links to other files of the repository, without their anchors. */
export const linksOf = (markdown: string): ReadonlyArray<string> =>
  [...markdown.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g)].map(
    ([, target = '']) => target,
  )

export interface Session {
  readonly command: string
  /** What it prints, as written; `…` stands for any text. */
  readonly expected: string
  readonly line: number
}

/** A block of `console`: commands after `$ `, each followed by what it prints. */
export const sessionsOf = ({ text, line }: Block): ReadonlyArray<Session> => {
  const sessions: Array<{ command: string; expected: Array<string>; line: number }> = []
  text.split('\n').forEach((each, i) => {
    if (each.startsWith('$ '))
      sessions.push({ command: each.slice(2), expected: [], line: line + i })
    else sessions.at(-1)?.expected.push(each)
  })
  return sessions.map(({ expected, ...rest }) => ({ ...rest, expected: expected.join('\n') }))
}

/** Whether `actual` is what a page says; `…` matches anything, and ends of lines do not count. */
export const isAsWritten = (expected: string, actual: string): boolean => {
  const trimmed = (text: string) => text.replaceAll(/[ \t]+$/gm, '').trimEnd()
  const pattern = trimmed(expected)
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('[\\s\\S]*?')
  return new RegExp(`^${pattern}$`).test(trimmed(actual))
}

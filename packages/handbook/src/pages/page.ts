/**
 * Pages of the reference, written from the code itself, so that they cannot tell another story.
 */
export interface GeneratedPage {
  /** Under `docs/`. */
  readonly path: string
  readonly text: string
}

/** A page under its title, with the note that keeps people from editing it. */
export const page = (
  path: string,
  title: string,
  ...parts: ReadonlyArray<string>
): GeneratedPage => ({
  path,
  text: `${[
    `# ${title}`,
    '<!-- Written by `npm run docs` from the code. Change the code, not this page. -->',
    ...parts,
  ]
    .join('\n\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`,
})

export const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n')

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export const code = (text: string): string => `\`${text}\``

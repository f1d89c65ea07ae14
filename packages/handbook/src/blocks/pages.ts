/**
 * The pages that people write: the README, and everything under `docs/` that is not generated.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../../../', import.meta.url))

export interface WrittenPage {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

export const allPages = (): ReadonlyArray<WrittenPage> =>
  ['README.md', ...globSync('docs/**/*.md', { cwd: root }).toSorted()].map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }))

export const isGenerated = ({ text }: WrittenPage): boolean => text.includes('<!-- Written by')

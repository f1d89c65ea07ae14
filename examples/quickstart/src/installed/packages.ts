/**
 * The packages as they lie in a stranger's folder: what can be imported, and what their READMEs say.
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Installed {
  readonly name: string
  /** `@deskledger/kernel/testing` and all others that are open. */
  readonly subpaths: ReadonlyArray<string>
  /** The TypeScript of its README as one program; empty if there is none. */
  readonly program: string
  /** What the lines `console.log(…) // => text` of the program promise. */
  readonly promised: ReadonlyArray<string>
}

export const packagesIn = (folder: string): ReadonlyArray<Installed> =>
  globSync('node_modules/@deskledger/*/package.json', { cwd: folder })
    .toSorted()
    .map((file) => installed(dirname(join(folder, file))))

const installed = (folder: string): Installed => {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const { name, exports } = manifest as { name: string; exports: Record<string, unknown> }
  const open = Object.entries(exports).filter(([, target]) => target !== null)
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = '']) => code)
  const program = blocks.join('\n')
  return {
    name,
    subpaths: open.map(([path]) => name + path.slice(1)),
    program,
    promised: [...program.matchAll(/\/\/ => (.*)$/gm)].map(([, text = '']) => text),
  }
}

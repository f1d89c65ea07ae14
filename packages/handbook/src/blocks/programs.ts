/**
 * The TypeScript of a page as one program: all its blocks in order, run in an empty folder.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Block } from './blocks.ts'

const scratch = join(dirname(fileURLToPath(import.meta.url)), '../../.run')

/** Where the program of a page is kept while it is checked and run. */
export const programFile = (pagePath: string): string =>
  join(scratch, `${pagePath.replaceAll(/[^\w]+/g, '-')}.ts`)

export const writeProgram = (pagePath: string, blocks: ReadonlyArray<Block>): string => {
  const file = programFile(pagePath)
  mkdirSync(scratch, { recursive: true })
  writeFileSync(file, `${blocks.map(({ text }) => text).join('\n\n')}\n`)
  return file
}

/** What the lines `console.log(…) // => text` promise, in order. */
export const promisedOutput = (blocks: ReadonlyArray<Block>): ReadonlyArray<string> =>
  blocks.flatMap(({ text }) =>
    [...text.matchAll(/\/\/ => (.*)$/gm)].map(([, line = '']) => line.trim()),
  )

export interface Run {
  readonly status: number | null
  readonly lines: ReadonlyArray<string>
  readonly stderr: string
}

export const runProgram = (file: string): Run => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-page-'))
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    })
    const lines = stdout.split('\n').filter((line) => line !== '')
    return { status, lines, stderr }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Everything the compiler has to say about the programs of all pages. */
export const typeCheck = (files: ReadonlyArray<string>): string => {
  const root = join(scratch, '../../..')
  const config = join(scratch, 'tsconfig.json')
  const compilerOptions = {
    composite: false,
    noEmit: true,
    noUnusedLocals: false,
    rootDir: root,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: false,
  }
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions,
      files,
      include: [],
    }),
  )
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' }).stdout
}

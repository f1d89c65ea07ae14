import { beforeAll, describe, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sampleDesk } from '@deskledger/sample-company/testing'
import { readDesk } from '@deskledger/desk'
import { blocksOf, isAsWritten, linksOf, sessionsOf } from './blocks/blocks.ts'
import { allPages, isGenerated, root } from './blocks/pages.ts'
import { promisedOutput, runProgram, typeCheck, writeProgram } from './blocks/programs.ts'
import { generatedPages } from './pages/index.ts'

const pages = allPages()
const written = pages.filter((page) => !isGenerated(page))
const blocksIn = (language: string) =>
  written.flatMap(({ path, text }) => {
    const blocks = blocksOf(text).filter((block) => block.language === language)
    return blocks.length === 0 ? [] : [{ path, blocks }]
  })

describe('the reference', () => {
  test('says what the code says; `npm run docs` writes it', async () => {
    for (const { path, text } of await generatedPages())
      expect({ path, text: readFileSync(join(root, 'docs', path), 'utf8') }).toEqual({ path, text })
  })
})

describe('a link', () => {
  test.each(pages.map(({ path, text }) => ({ path, targets: linksOf(text) })))(
    'of $path leads to a file that is there',
    ({ path, targets }) => {
      const lost = targets.filter((target) => !existsSync(join(root, dirname(path), target)))
      expect(lost).toEqual([])
    },
  )
})

describe('a program', () => {
  const programs = blocksIn('ts').map(({ path, blocks }) => ({
    path,
    blocks,
    file: writeProgram(path, blocks),
  }))

  test('of any page is accepted by the compiler', () => {
    expect(typeCheck(programs.map(({ file }) => file))).toBe('')
  })

  test.each(programs)('of $path runs, and prints what the page says', ({ blocks, file }) => {
    const { status, lines, stderr } = runProgram(file)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(lines).toEqual(promisedOutput(blocks))
  })
})

describe('a session', () => {
  const sessions = blocksIn('console').flatMap(({ path, blocks }) =>
    blocks.flatMap((block) => sessionsOf(block).map((session) => ({ path, ...session }))),
  )
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-pages-'))

  beforeAll(async () => {
    const sample = await sampleDesk()
    symlinkSync(sample.folder, join(folder, 'desk'))
    return () => {
      sample.remove()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 120_000)

  test.each(sessions)('of $path: $command', ({ command, expected }) => {
    const printed = perform(command, folder)
    if (!isAsWritten(expected, printed)) expect(printed).toBe(expected)
  })
})

/** Standard output and standard error as they come, in one text. */
const perform = (command: string, folder: string): string => {
  const output = join(folder, 'output.txt')
  const fd = openSync(output, 'w')
  const bin = join(root, 'packages/cli/bin/deskledger.mjs')
  const line = command.replace(/^npx deskledger|^deskledger/, `"${process.execPath}" "${bin}"`)
  spawnSync('sh', ['-c', line], {
    cwd: folder,
    stdio: ['ignore', fd, fd],
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
  })
  return readFileSync(output, 'utf8')
}

describe('a query', () => {
  const queries = blocksIn('sql').flatMap(({ path, blocks }) =>
    blocks.map(({ text, line }) => ({ path, text, line })),
  )

  test.each(queries)('of $path, line $line, runs on the sample desk', async ({ text }) => {
    const { folder } = await sampleDesk(undefined, { shared: true })
    const desk = await readDesk({ folder })
    const answer = await desk.query(text)
    await desk.close()
    expect(answer).toMatchObject({ ok: true })
  })
})

describe('a piece of JSON', () => {
  const pieces = blocksIn('json').flatMap(({ path, blocks }) =>
    blocks.map(({ text, line }) => ({ path, text, line })),
  )

  test.each([{ path: 'none', text: '{}', line: 0 }, ...pieces])(
    'of $path, line $line, is JSON',
    ({ text }) => expect(() => JSON.parse(text) as unknown).not.toThrow(),
  )
})

import { afterAll, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const scratch = mkdtempSync(join(tmpdir(), 'deskledger-quickstart-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** What the README says that the command prints, each time that it is given. */
const promised = [...readme.matchAll(/```\n\$ node src\/main\.ts my-desk\n([\s\S]*?)```/g)].map(
  ([, output]) => output,
)
const run = (): string =>
  execFileSync(process.execPath, [main, join(scratch, 'my-desk')], { encoding: 'utf8' })

test('the quickstart prints what its README says, also when it is run again in its folder', () => {
  const [first, second, ...others] = promised
  expect(others).toEqual([])
  expect(run()).toBe(first)
  expect(run()).toBe(second)
}, 30_000)

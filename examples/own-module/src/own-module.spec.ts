import { expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const readme = readFileSync(here('../README.md'), 'utf8')

test('the app prints what the README says', () => {
  const printed = execFileSync(process.execPath, [here('main.ts')], { encoding: 'utf8' })
  const [, promised] = /```\n\$ node src\/main\.ts\n([\s\S]*?)```/.exec(readme) ?? []
  expect(printed).toBe(promised)
}, 30_000)

test('the README quotes the code as it is', () => {
  const sources = globSync(here('*.ts')).map((file) => withoutIndent(readFileSync(file, 'utf8')))
  const quoted = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '')
  expect(quoted.length).toBeGreaterThan(3)
  for (const code of quoted)
    expect(sources.filter((source) => source.includes(withoutIndent(code)))).toHaveLength(1)
})

const withoutIndent = (code: string): string => code.replaceAll(/^ +/gm, '')

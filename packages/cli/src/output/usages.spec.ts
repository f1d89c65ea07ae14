import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { problems } from '@deskledger/desk'
import { usages } from './usages.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const written = globSync('**/*.ts', { cwd: folder })
  .filter((file) => !/\.spec\.ts$|usages\.ts$/.test(file))
  .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  .join('\n')

/** What is said under a code, as far as it is said in so many words. */
const saidUnder = (code: string): ReadonlyArray<string> =>
  [...written.matchAll(new RegExp(`'${code}',\\s+'((?:[^'])*)',`, 'g'))].map(
    ([, what = '']) => what,
  )

test.each(Object.entries(usages))('%s stands for one thing', (code, { what }) => {
  expect(written).toContain(`'${code}'`)
  for (const said of saidUnder(code)) expect(said).toBe(what)
})

test('no code is a failure’s and wrong usage’s at once', () => {
  const others = new Set(Object.values(problems).map(({ code }) => code))
  expect(Object.keys(usages).filter((code) => others.has(code))).toEqual([])
})

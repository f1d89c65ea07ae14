import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { problems } from './index.ts'
import type { Wordings } from './problem/wording.ts'

const folder = dirname(fileURLToPath(import.meta.url))

/** The words of every file in `problem/`, by the name under which the file exports them. */
const groups = async (): Promise<ReadonlyArray<Wordings>> => {
  const files = globSync('problem/*.ts', { cwd: folder })
  const modules = await Promise.all(
    files
      .filter((file) => !/wording|troubles|\.spec/.test(file))
      .map((file) => import(join(folder, file))),
  )
  return modules.flatMap((module: Readonly<Record<string, Wordings>>) => Object.values(module))
}

test('a failure is worded once, and no two of them have one code', async () => {
  const all = (await groups()).flatMap((group) => Object.entries(group))
  const tags = all.map(([tag]) => tag)
  expect(tags.filter((tag, i) => tags.indexOf(tag) < i)).toEqual([])
  const codes = all.map(([, { code }]) => code)
  expect(codes.filter((code, i) => codes.indexOf(code) < i)).toEqual([])
  expect(tags.filter((tag) => !Object.hasOwn(problems, tag))).toEqual([])
})

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { attacks } from './attacks.ts'
import { hasStrace, withoutStrace } from './machine/strace.ts'
import type { Result } from './run.ts'

/** All attacks in their short form, in a process of their own. */
const tormented = (): Promise<ReadonlyArray<Result>> =>
  new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _, ...env } = process.env
    const main = join(import.meta.dirname, 'main.ts')
    const args = ['--disable-warning=ExperimentalWarning', main, '--short', '--json']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      if (said.endsWith('\n')) resolve(JSON.parse(said) as ReadonlyArray<Result>)
      else reject(new Error(`the torture suite ended with ${code} and said nothing`))
    })
  })

let results: Promise<ReadonlyArray<Result>> | undefined

describe('the log', () => {
  for (const { name, about, needs, expects } of attacks) {
    const isPossible = needs === 'nothing' || hasStrace()
    const where = isPossible ? test : test.skip
    const how = expects === 'loss' ? 'is seen to break' : 'holds'
    const why = isPossible ? '' : ` (skipped: ${withoutStrace})`
    where(
      `${how} under ${name}: ${about}${why}`,
      async () => {
        const all = await (results ??= tormented())
        const result = all.find(({ attack }) => attack === name)
        expect(result?.broken.filter(() => expects !== 'loss')).toEqual([])
        expect(result?.verdict).toBe(expects === 'loss' ? 'fails as it must' : 'held')
      },
      300_000,
    )
  }
})

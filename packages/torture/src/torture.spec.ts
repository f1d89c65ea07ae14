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

/** The build server runs everything; a person who waits runs it on its own. */
const isWanted = process.env['DESKLEDGER_TESTS'] === 'all'

let results: Promise<ReadonlyArray<Result>> | undefined

describe('the log', () => {
  for (const { name, about, needs, expects } of attacks) {
    const isPossible = isWanted && (needs === 'nothing' || hasStrace())
    const where = isPossible ? test : test.skip
    const how = expects === 'loss' ? 'is seen to break' : 'holds'
    const reason = isWanted ? withoutStrace : 'it takes a minute; npm run torture -- --short'
    const why = isPossible ? '' : ` (skipped: ${reason})`
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

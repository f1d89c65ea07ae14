import { beforeAll, describe, expect, test } from '@jest/globals'
import { spawn, spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { contents, deskledger, nowhere, sharedSample, xes } from './console.samples.ts'

beforeAll(sharedSample, 120_000)

const bin = fileURLToPath(new URL('../bin/deskledger.mjs', import.meta.url))
const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' }

const perform = (args: ReadonlyArray<string>, options: SpawnSyncOptions = {}) => {
  const done = spawnSync(process.execPath, [bin, ...args], { env, encoding: 'utf8', ...options })
  return { code: done.status, out: String(done.stdout), err: String(done.stderr) }
}

describe('the command', () => {
  test('ends with the code: 0 ok, 1 a finding, 2 wrong usage, 3 no desk', () => {
    const desk = nowhere()
    expect(perform(['import', 'xes', xes, '--desk', desk])).toMatchObject({ code: 0, err: '' })
    writeFileSync(join(desk, 'views.db'), 'a letter to somebody')
    expect(perform(['doctor', '--desk', desk])).toMatchObject({ code: 1, err: '' })
    expect(perform(['doctor', '--lst'])).toMatchObject({ code: 2, out: '' })
    expect(perform(['doctor', '--desk', nowhere()])).toMatchObject({ code: 3, out: '' })
  })

  test('keeps data and remarks apart', async () => {
    const { out, err } = perform([
      'events',
      '--limit',
      '1',
      '--json',
      '--desk',
      await sharedSample(),
    ])
    expect(JSON.parse(out)).toMatchObject({ position: 1 })
    expect(err).toBe('more: repeat with --after 1\n')
  })

  test('whose reader has seen enough has not failed', async () => {
    const desk = await sharedSample()
    const events = `"${process.execPath}" "${bin}" events --limit 9999 --desk "${desk}" --quiet`
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', `${events} | head -1; echo "\${PIPESTATUS[0]}"`],
      { env, encoding: 'utf8' },
    )
    expect(stdout).toMatch(/^ {2}position .*\n0\n$/)
    expect(stderr).toBe('')
  })
})

describe('an import that is interrupted', () => {
  const traces = 2_000
  const step = (i: number, name: string, hour: string) =>
    `<event><string key="concept:name" value="${name}"/>` +
    `<date key="time:timestamp" value="2025-03-${String((i % 28) + 1).padStart(2, '0')}T${hour}:00:00Z"/></event>`
  const big = (file: string): void => {
    const all = Array.from(
      { length: traces },
      (_, i) =>
        `<trace><string key="concept:name" value="case-${i}"/>${step(i, 'Report', '09')}${step(i, 'Visit', '10')}</trace>`,
    )
    writeFileSync(file, `<log xes.version="1.0">\n${all.join('\n')}\n</log>`)
  }

  /** Bytes of the log that were not there at the beginning. */
  const written = (desk: string): number =>
    statSync(join(desk, 'events.db-wal'), { throwIfNoEntry: false })?.size ?? 0

  test('leaves a desk that goes on from there', async () => {
    const desk = nowhere()
    const file = join(dirname(desk), 'big.xes')
    big(file)
    const args = ['import', 'xes', file, '--desk', desk]
    const child = spawn(process.execPath, [bin, ...args], { env, stdio: 'ignore' })
    const ended = once(child, 'exit')
    while (written(desk) < 500_000) await setTimeout(10)
    child.kill('SIGINT')
    expect(await ended).toEqual([null, 'SIGINT'])
    const again = await deskledger(...args, '--json')
    expect(again.code).toBe(0)
    const { before, counts } = JSON.parse(again.out) as {
      readonly before: string
      readonly counts: { readonly recorded: number; readonly resumed: number }
    }
    expect(before).toBe('part')
    expect(counts.recorded).toBeGreaterThan(0)
    expect(counts.recorded + counts.resumed).toBe(2 * traces)
    const steps = await deskledger(
      'query',
      'select count(*) n from process_event',
      '--json',
      '--desk',
      desk,
    )
    expect(JSON.parse(steps.out)).toEqual([{ n: 2 * traces }])
    expect((await deskledger('doctor', '--desk', desk)).code).toBe(0)
  }, 30_000)
})

/** Root may write anywhere, so it looks as somebody else. */
const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

describe('a folder that may only be read', () => {
  test('is told as such, and nothing is written', async () => {
    const parent = dirname(nowhere())
    const desk = join(parent, 'desk')
    cpSync(await sharedSample(), desk, { recursive: true })
    for (const name of readdirSync(desk)) chmodSync(join(desk, name), 0o444)
    for (const folder of [desk, parent, dirname(parent)]) chmodSync(folder, 0o555)
    const before = contents(desk)
    const imported = perform(['import', 'xes', xes, '--desk', desk, '--json'], somebody)
    const made = perform(['import', 'xes', xes, '--desk', join(desk, 'new'), '--json'], somebody)
    const demo = perform(['demo', '--desk', join(desk, 'new'), '--quiet', '--json'], somebody)
    for (const folder of [dirname(parent), parent, desk]) chmodSync(folder, 0o755)
    const codes = [imported, made, demo].map(({ code, err }) => [
      code,
      (JSON.parse(err) as { error: { code: string } }).error.code,
    ])
    expect(codes).toEqual([
      [3, expect.stringMatching(/^DL(1009|3004|7009)$/)],
      [3, 'DL1003'],
      [3, 'DL0001'],
    ])
    expect(contents(desk)).toEqual(before)
  })
})

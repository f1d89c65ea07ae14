import { afterAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { benchmark } from './bench.ts'
import type { Measured } from './meter.ts'
import { perform } from './perform.ts'
import { quickFolder, type Places } from './places.ts'
import { disagreements } from './running.ts'
import { workloads } from './workloads/index.ts'

const scratch = quickFolder()
afterAll(() => rmSync(scratch, { recursive: true }))

const places: Places = {
  where: { memory: 'memory', disk: 'disk' },
  folder: () => mkdtempSync(join(scratch, 'run-')),
}
const here = { places, repetitions: 1, perform, say: () => undefined, peers: '' }
const logged = workloads.filter(({ name }) => name !== 'import')

describe('the benchmark', () => {
  test('has a figure of ours beside one of raw in each row of each workload', async () => {
    const asked = { workloads: logged, size: 'quick', peers: [] } as const
    const { rows, failed, skipped } = await benchmark(here, asked)
    expect(failed).toEqual([])
    // Only a server that is not here may be missing.
    const missing = skipped.map(({ workload }) => workload)
    expect(missing.filter((workload) => workload !== 'W10')).toEqual([])
    const wanted = logged.map(({ name }) => name).filter((name) => !missing.includes(name))
    expect(wanted.length).toBeGreaterThan(8)
    expect(new Set(rows.map(({ workload }) => workload))).toEqual(new Set(wanted))
    for (const { workload, raw, ours, ratio } of rows) {
      expect(ours?.value).toBeGreaterThan(0)
      // What a server does is held against figures of its own.
      if (workload === 'W10') continue
      expect(raw?.value).toBeGreaterThan(0)
      expect(ratio).toBeCloseTo((ours?.value ?? NaN) / (raw?.value ?? NaN))
    }
  }, 240_000)

  test('says of tiny sizes neither that a goal is met nor that it is not', async () => {
    const asked = { workloads: logged.slice(0, 1), size: 'quick', peers: [] } as const
    const { rows } = await benchmark(here, asked)
    expect(rows.some(({ goal }) => goal !== null)).toBe(true)
    expect(rows.every(({ isMet }) => isMet === null)).toBe(true)
  }, 60_000)

  const one: Measured = { n: 1, wallMs: 1, cpuMs: 1, rssMb: 1 }
  const came = (sums: string): Measured => ({ ...one, check: { of: 'one', sums } })
  const doing = (sums: Readonly<Record<string, string>>) => ({
    ...here,
    perform: async ({ kind, adapter }: { readonly kind: string; readonly adapter: string }) =>
      kind === 'plant' ? one : came(sums[adapter] ?? ''),
  })
  const w4 = { workloads: workloads.filter(({ name }) => name === 'W4'), size: 'full' } as const

  test('refuses figures of work that did not come to the same', async () => {
    const asked = { ...w4, peers: [] }
    const same = await benchmark(doing({ raw: '7', ours: '7' }), asked)
    expect([same.rows.length, same.failed]).toEqual([3, []])
    const other = await benchmark(doing({ raw: '7', ours: '8' }), asked)
    expect(other.rows).toEqual([])
    expect(other.failed).toMatchObject([{ workload: 'W4' }])
    expect(other.failed[0]?.reason).toMatch('not the same was done')
  })

  test('tells of a peer that failed, with what it said, and goes on', async () => {
    const failing = async (task: { readonly kind: string; readonly adapter: string }) => {
      if (task.adapter === 'some-peer') throw new Error('database is locked')
      return task.kind === 'plant' ? one : came('7')
    }
    const asked = { ...w4, peers: ['some-peer', 'other-peer'] }
    const { peers } = await benchmark({ ...here, perform: failing }, asked)
    expect(peers).toMatchObject([
      { peer: 'some-peer', theirs: null, ratio: null, failure: 'database is locked' },
      { peer: 'other-peer', theirs: 1_000, ratio: 1, failure: null },
    ])
  })

  test('names a workload that failed, with the reason, and goes on with the next', async () => {
    const failing = async ({ workload }: { readonly workload: string }): Promise<Measured> => {
      if (workload === 'W1') throw new Error('out of memory')
      return came('7')
    }
    const some = workloads.filter(({ name }) => name === 'W1' || name === 'W4')
    const asked = { workloads: some, size: 'full', peers: [] } as const
    const { rows, failed } = await benchmark({ ...here, perform: failing }, asked)
    expect(failed).toEqual([{ workload: 'W1', reason: 'raw cpu failed: out of memory' }])
    expect(new Set(rows.map(({ workload }) => workload))).toEqual(new Set(['W4']))
  })

  test('names a workload that cannot be measured here, with the reason', async () => {
    const missing = w4.workloads.map((each) => ({ ...each, isMissing: () => 'no data' }))
    const { rows, skipped } = await benchmark(here, { ...w4, workloads: missing, peers: [] })
    expect({ rows, skipped }).toEqual({
      rows: [],
      skipped: [{ workload: 'W4', reason: 'no data' }],
    })
  })
})

describe('sums', () => {
  const of = (sums: string): Measured => ({
    n: 1,
    wallMs: 1,
    cpuMs: 1,
    rssMb: 1,
    check: { of: 'one', sums },
  })
  test('that differ are told with the run that came to them', () => {
    const failures = new Map()
    const results = new Map([
      ['raw', [of('7'), of('7')]],
      ['ours', [of('7'), of('8')]],
    ])
    expect(disagreements({ results, failures })).toEqual(['ours: 8, not 7'])
  })
})

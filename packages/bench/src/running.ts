/**
 * Runs workloads: repetitions of the same work by different hands follow each other, so that what
 * the machine does meanwhile hits all of them alike.
 */
import { rmSync } from 'node:fs'
import { logOf } from './adapters/index.ts'
import type { Measured } from './meter.ts'
import type { Places } from './places.ts'
import type { Results } from './results.ts'
import type { Size } from './seeds.ts'
import type { Run, Task, Workload } from './workload.ts'

export interface Bench {
  readonly places: Places
  readonly repetitions: number
  readonly perform: (task: Task) => Promise<Measured>
  /** Progress, a line each. */
  readonly say: (line: string) => void
  /** The folder of the peers' packages; empty without peers. */
  readonly peers: string
}

/** A run by somebody; `run.adapter` did it first. */
export interface Step {
  readonly name: string
  readonly run: Run
  readonly adapter: string
}

export interface Outcome {
  readonly results: Results
  /** Why a step has no result, by its name. */
  readonly failures: ReadonlyMap<string, string>
}

/** Logs to read from, each made once. */
export type Seeds = Map<string, Promise<string>>

export const run = async (
  bench: Bench,
  seeds: Seeds,
  {
    workload,
    steps,
    size,
  }: { readonly workload: Workload; readonly steps: ReadonlyArray<Step>; readonly size: Size },
): Promise<Outcome> => {
  const results = new Map<string, ReadonlyArray<Measured>>()
  const failures = new Map<string, string>()

  const seedOf = (adapter: string): Promise<string> => {
    const { name, seed } = workload
    if (seed === undefined) return Promise.resolve('')
    const key = `${seed} ${size} ${adapter}`
    const made = seeds.get(key) ?? planted(bench, { adapter, workload: name, size })
    seeds.set(key, made)
    return made
  }

  const once = async ({ run, adapter }: Step): Promise<Measured> => {
    const seed = await seedOf(logOf(adapter))
    const { variant = '' } = run
    const { peers, perform, places } = bench
    const folder = places.folder(run.place)
    const task = { kind: 'measure', workload: workload.name, size, peers } as const
    const measured = await perform({ ...task, adapter, variant, folder, seed })
    rmSync(folder, { recursive: true, force: true })
    return measured
  }

  const attempt = async (step: Step, n: number): Promise<void> => {
    const head = `${workload.name}  ${step.name}`.padEnd(34)
    try {
      const measured = await once(step)
      results.set(step.name, [...(results.get(step.name) ?? []), measured])
      bench.say(`${head} ${n + 1}/${bench.repetitions}  ${brief(measured)}`)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      failures.set(step.name, reason)
      bench.say(`${head} failed: ${reason}`)
    }
  }

  for (let n = 0; n < bench.repetitions; n += 1)
    for (const step of steps)
      if (n < (step.run.most ?? Infinity) && !failures.has(step.name)) await attempt(step, n)
  return { results, failures }
}

const planted = async (
  { places, say, peers, perform }: Bench,
  task: Pick<Task, 'adapter' | 'workload' | 'size'>,
): Promise<string> => {
  const folder = places.folder('memory')
  say(`${task.workload}  making what ${task.adapter} reads`)
  await perform({ ...task, kind: 'plant', variant: '', seed: '', folder, peers })
  return folder
}

const brief = ({ n, wallMs, rssMb }: Measured): string =>
  `${n} in ${Math.round(wallMs)} ms, ${Math.round(rssMb)} MB`

/** Those who did the same work and did not come to the same sums. */
export const disagreements = ({ results }: Outcome): ReadonlyArray<string> => {
  const first = new Map<string, string>()
  const wrong: Array<string> = []
  for (const [name, repetitions] of results)
    for (const { check } of repetitions) {
      if (check === undefined) continue
      const expected = first.get(check.of) ?? check.sums
      first.set(check.of, expected)
      if (check.sums !== expected) wrong.push(`${name}: ${check.sums}, not ${expected}`)
    }
  return wrong
}

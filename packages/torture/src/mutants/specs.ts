/**
 * Running specs of the scratch copy, and what became of them.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface Outcome {
  readonly passed: number
  /** Full names of the tests that failed. */
  readonly failed: ReadonlyArray<string>
  /** The spec files that went red, from the root of the copy. */
  readonly red: ReadonlyArray<string>
  /** A file that did not even run: not a test that caught something. */
  readonly isBroken: boolean
}

interface Report {
  readonly numPassedTests: number
  readonly testResults: ReadonlyArray<{
    readonly name: string
    readonly status: string
    readonly assertionResults: ReadonlyArray<{
      readonly status: string
      readonly fullName: string
    }>
  }>
}

/** Longer than any spec takes; a fault may also make one wait for ever. */
const patienceMs = 120_000

/** Whether an attack of the torture suite, made on the copy, sees that something is wrong. */
export const isSeenBy = async (scratch: string, attack: string): Promise<boolean> => {
  const main = join(scratch, 'packages/torture/src/main.ts')
  const args = ['--disable-warning=ExperimentalWarning', main, '--short', '--only', attack]
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, args, {
    cwd: scratch,
    stdio: 'ignore',
    env,
    detached: true,
  })
  const { code } = await ended(child)
  return code === 1
}

/** How it ended. What it began and left behind, as a fault may make it, is ended with it. */
const ended = (child: ChildProcess): Promise<{ code: number | null; signal: string | null }> =>
  new Promise((resolve) => {
    child.on('close', (code, signal) => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // Nothing of its group is left.
      }
      resolve({ code, signal })
    })
  })

/** Ends at the first failure unless all failures are wanted. */
export const runSpecs = async (
  scratch: string,
  specs: ReadonlyArray<string>,
  wanted: 'first failure' | 'all failures',
): Promise<Outcome> => {
  const report = join(scratch, `report-${process.pid}-${Math.random()}.json`)
  const jest = join(scratch, 'node_modules/jest/bin/jest.js')
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const bail = wanted === 'first failure' ? ['--bail=1', '-i'] : ['--maxWorkers=2']
  const args = ['--json', `--outputFile=${report}`, '--ci', '--forceExit', ...bail]
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [...flags, jest, ...args, ...specs], {
    cwd: scratch,
    stdio: 'ignore',
    env,
    timeout: wanted === 'first failure' ? patienceMs : 5 * patienceMs,
    killSignal: 'SIGKILL',
    detached: true,
  })
  const { signal } = await ended(child)
  if (signal !== null) return endless
  const { numPassedTests: passed, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  rmSync(report)
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
  const redFiles = testResults.filter(({ status }) => status === 'failed')
  const red = redFiles.map(({ name }) => relative(realpathSync(scratch), name))
  return { passed, failed, red, isBroken: failed.length === 0 && red.length > 0 }
}

const endless: Outcome = {
  passed: 0,
  failed: ['(it came to no end)'],
  red: [],
  isBroken: false,
}

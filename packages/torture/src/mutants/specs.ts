/**
 * Running specs of the scratch copy, and what became of them.
 */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export interface Outcome {
  readonly passed: number
  /** Full names of the tests that failed. */
  readonly failed: ReadonlyArray<string>
  /** A file that did not even run: not a test that caught something. */
  readonly isBroken: boolean
}

interface Report {
  readonly numPassedTests: number
  readonly testResults: ReadonlyArray<{
    readonly status: string
    readonly assertionResults: ReadonlyArray<{
      readonly status: string
      readonly fullName: string
    }>
  }>
}

/** Longer than any spec takes; a fault may also make one wait for ever. */
const patienceMs = 120_000

export const runSpecs = async (scratch: string, specs: ReadonlyArray<string>): Promise<Outcome> => {
  const report = join(scratch, `report-${process.pid}-${Math.random()}.json`)
  const jest = join(scratch, 'node_modules/jest/bin/jest.js')
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const args = ['--json', `--outputFile=${report}`, '--ci', '--forceExit', '--bail=1', '-i']
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [...flags, jest, ...args, ...specs], {
    cwd: scratch,
    stdio: 'ignore',
    env,
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  })
  const signal = await new Promise<string | null>((resolve) => {
    child.on('close', (_, signal) => resolve(signal))
  })
  if (signal !== null)
    return { passed: 0, failed: [`(no end within ${patienceMs} ms)`], isBroken: false }
  const { numPassedTests: passed, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  rmSync(report)
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
  const isBroken = failed.length === 0 && testResults.some(({ status }) => status === 'failed')
  return { passed, failed, isBroken }
}

// Runs jest on the modules as they are (ESM, TypeScript stripped by swc); arguments go to jest.
// Ends with one line, `N passed, N failed`, that a build server can read.
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'deskledger-test-'))
const report = join(scratch, 'report.json')
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', 'ignore', 'inherit'] },
)

const read = () => {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return undefined
  }
}
const result = read()
rmSync(scratch, { recursive: true, force: true })
if (result === undefined) {
  process.stdout.write('0 passed, 1 failed\n')
  process.exit(1)
}
const broken = result.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.every((a) => a.status !== 'failed'),
).length
const skipped = result.numPendingTests > 0 ? ` (${result.numPendingTests} skipped)` : ''
if (skipped !== '') process.stdout.write(`skipped tests say why in their names${skipped}\n`)
const isShort = process.env.DESKLEDGER_TESTS !== 'all' && process.argv.length === 2
const long = isShort
  ? globSync(['packages/*/src/**/*.long.spec.ts', 'examples/*/src/**/*.long.spec.ts'])
  : []
if (long.length > 0)
  process.stdout.write(`${long.length} long specs were left out: DESKLEDGER_TESTS=all npm test\n`)
process.stdout.write(`${result.numPassedTests} passed, ${result.numFailedTests + broken} failed\n`)
process.exit(status ?? 1)

/**
 * `building FOLDER DAYS`: builds the built-in sample in a process of its own, and says each day as it
 * begins. Ends with 2 if another process builds there.
 */
import { ProblemError } from '@deskledger/desk'
import { buildSampleYear } from '../build.ts'

const [folder = '', days = ''] = process.argv.slice(2)

try {
  const onProgress = ({ day }: { readonly day: number }): void =>
    void process.stdout.write(`day ${day}\n`)
  const { status } = await buildSampleYear({ folder, days: Number(days), onProgress })
  process.stdout.write(`${status}\n`)
} catch (error) {
  const isBusy = error instanceof ProblemError && error.problem.error._tag === 'BeingBuilt'
  if (!isBusy) throw error
  process.exitCode = 2
}

/**
 * The scripts beside this file, each in a process of its own: faster than under a test runner.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The exit code; null if it was killed. */
export const ranElsewhere = async (
  script: 'building' | 'renewing',
  ...args: ReadonlyArray<string | number>
): Promise<number | null> => {
  const file = fileURLToPath(new URL(`./${script}${extname(import.meta.url)}`, import.meta.url))
  const child = spawn(process.execPath, [file, ...args.map(String)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  const [code] = await once(child, 'exit')
  return code
}

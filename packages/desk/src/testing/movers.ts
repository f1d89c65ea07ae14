/**
 * Migrations in processes of their own, killed where a spec says.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrateOptions, Migrated } from '../index.ts'

const script = fileURLToPath(new URL(`./mover${extname(import.meta.url)}`, import.meta.url))

export interface Moved {
  /** The steps it took, by phase, in order. */
  readonly steps: ReadonlyArray<string>
  /** Nothing if it was killed before. */
  readonly moved?: Migrated
}

/** Runs to the end, or is killed `afterMs` behind its step number `step`. */
export const mover = async (
  options: MigrateOptions,
  kill?: { readonly step: number; readonly afterMs: number },
): Promise<Moved> => {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  const steps: Array<string> = []
  let moved: Migrated | undefined
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    if (line.startsWith('{')) moved = JSON.parse(line) as Migrated
    else if (steps.push(line) === kill?.step) setTimeout(() => child.kill('SIGKILL'), kill.afterMs)
  })
  const [code] = await ended
  await new Promise((resolve) => setImmediate(resolve))
  if (kill === undefined && code !== 0) throw new Error(`it ended with ${code}`)
  return { steps, ...(moved === undefined ? {} : { moved }) }
}

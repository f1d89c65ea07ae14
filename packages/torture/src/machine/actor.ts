/**
 * Actors: other processes that work on a log until they are done, or until something is done to them.
 *
 * They say lines into a file, so that what one said is known however it ended.
 */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Actor {
  readonly pid: number
  /** What it has said so far, without a line that is not whole. */
  readonly lines: () => ReadonlyArray<string>
  /** Resolves once it has said a line that begins with `start`; rejects if it ended before. */
  readonly says: (start: string) => Promise<string>
  readonly signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM') => void
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

export interface Start {
  /** The file that it says its lines into. */
  readonly said: string
  /** A command that runs it, such as `strace` with its options. */
  readonly under?: ReadonlyArray<string>
  /** Milliseconds after which it is killed; 120,000 unless told. */
  readonly patienceMs?: number
}

/** What actors are told: one value, as JSON. */
export const actor = (name: string, told: unknown, { said, under = [], ...how }: Start): Actor => {
  const script = fileURLToPath(new URL(`../actors/${name}.ts`, import.meta.url))
  const node = [process.execPath, '--disable-warning=ExperimentalWarning']
  const [command, ...args] = [...under, ...node, script, JSON.stringify(told)]
  const output = openSync(said, 'a')
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(command, args, {
    stdio: ['ignore', output, 'inherit'],
    timeout: how.patienceMs ?? 120_000,
    killSignal: 'SIGKILL',
    env,
  })
  closeSync(output)
  let end: number | string | undefined
  const ended = new Promise<number | string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve((end = code ?? signal ?? -1)))
  })
  const lines = (): ReadonlyArray<string> => linesOf(said)
  return {
    pid: child.pid ?? 0,
    lines,
    says: async (start) => {
      for (;;) {
        const hasEnded = end
        const line = lines().find((each) => each.startsWith(start))
        if (line !== undefined) return line.slice(start.length).trim()
        if (hasEnded !== undefined)
          throw new Error(`${name} ended (${end}) before it said ${start}`)
        await rest(3)
      }
    },
    signal: (signal) => child.kill(signal),
    ended,
  }
}

/** The whole lines of a file; none if it is not there. */
export const linesOf = (file: string): ReadonlyArray<string> =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []

export const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** `work` on each, so many at a time. */
export const eachOf = async <A>(
  all: ReadonlyArray<A>,
  atOnce: number,
  work: (one: A) => Promise<void>,
): Promise<void> => {
  const waiting = [...all]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

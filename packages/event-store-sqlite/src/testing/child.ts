/**
 * Other processes for specs: they run a script that stands beside this file, say lines, and hear them.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Child {
  /** Resolves at the first line that begins with `start`, with what follows. */
  readonly says: (start: string) => Promise<string>
  readonly lines: ReadonlyArray<string>
  readonly tell: (line: string) => void
  readonly kill: () => void
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

export const child = (script: string, ...args: ReadonlyArray<string | number>): Child => {
  const file = fileURLToPath(new URL(`./${script}.ts`, import.meta.url))
  const started = spawn(process.execPath, [file, ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  const lines: Array<string> = []
  const waiting = new Set<() => void>()
  const output = createInterface({ input: started.stdout })
  output.on('line', (line) => {
    lines.push(line)
    for (const look of waiting) look()
  })
  const ended = new Promise<number | string>((resolve) => {
    started.on('close', (code, signal) => resolve(code ?? signal ?? -1))
  })
  const says = (start: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const line = lines.find((each) => each.startsWith(start))
        if (line === undefined) return
        waiting.delete(look)
        resolve(line.slice(start.length).trim())
      }
      waiting.add(look)
      void ended.then((how) =>
        reject(new Error(`${script} ended (${how}) before it said ${start}`)),
      )
      look()
    })
  return {
    says,
    lines,
    tell: (line) => started.stdin.write(`${line}\n`),
    kill: () => started.kill('SIGKILL'),
    ended,
  }
}

/**
 * A server of the benchmark as another process.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface OtherProcess {
  readonly port: number
  readonly stop: () => Promise<void>
}

const program = fileURLToPath(new URL('server.ts', import.meta.url))

export const started = async (...args: ReadonlyArray<string>): Promise<OtherProcess> => {
  const stdio = ['pipe', 'pipe', 'inherit'] as const
  const child = spawn(process.execPath, [program, ...args], { stdio: [...stdio] })
  const [said] = await once(child.stdout, 'data')
  return {
    port: Number(String(said)),
    stop: async () => {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}

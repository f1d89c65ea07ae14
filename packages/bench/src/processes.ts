/**
 * Processes of their own: each measurement has one, so that none inherits another one's memory,
 * compiled code or caches.
 */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Measured } from './meter.ts'
import type { Task } from './workload.ts'

const child = fileURLToPath(new URL('./child.ts', import.meta.url))

/** A process that begins a task. */
export const begun = (task: Task, stdio: StdioOptions): ChildProcess =>
  spawn(process.execPath, [...quietly, child, JSON.stringify(task)], { stdio })

const quietly = ['--disable-warning=ExperimentalWarning']

/** A task is given up after so long: a peer may hang. */
const patienceMs = 15 * 60_000

/** Does a task in a process of its own; rejects with what the process said last if it fails. */
export const inProcess = (task: Task): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const running = begun(task, ['ignore', 'pipe', 'pipe'])
    let [out, said] = ['', '']
    const timer = setTimeout(() => running.kill(), patienceMs)
    running.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
    running.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
    running.once('error', reject)
    running.once('close', (code) => {
      clearTimeout(timer)
      if (code === 0) resolve(JSON.parse(out.slice(out.lastIndexOf('\n{') + 1)))
      else reject(new Error(reasonIn(said) || `the process ended with exit code ${code}`))
    })
  })

/** The line that names the error; else the last one. */
const reasonIn = (said: string): string => {
  const lines = said.split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? '').trim()
}

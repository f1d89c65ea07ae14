/**
 * Nodes in processes of their own: told from outside which of them leads, frozen, and killed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Node {
  /** What it said last of itself. */
  readonly says: () => string
  readonly signal: (name: NodeJS.Signals) => void
  /** The exit code; null if it was killed. */
  readonly ended: Promise<number | null>
}

const script = fileURLToPath(new URL(`./node${extname(import.meta.url)}`, import.meta.url))

/** A node that has connected. */
export const startNode = async (settings: object, file: string = script): Promise<Node> => {
  const child = spawn(process.execPath, [file, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  let says = ''
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => (says = line))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  await Promise.race([once(lines, 'line'), ended.then(() => Promise.reject(new Error('ended')))])
  return { says: () => says, signal: (name) => void child.kill(name), ended }
}

/** Waits until `look` finds something; throws after so many milliseconds. */
export const until = async <A>(ms: number, look: () => A | undefined): Promise<A> => {
  for (const since = performance.now(); performance.now() - since < ms;) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`not within ${ms} ms`)
}

/** The one that leads. */
export const leader = (nodes: ReadonlyArray<Node>, ms = 30_000): Promise<Node> =>
  until(ms, () => nodes.find(({ says }) => says() === 'leads'))

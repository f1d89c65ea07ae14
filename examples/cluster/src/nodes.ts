/**
 * Three nodes in processes of their own, one of which is killed every so often, and another started.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

interface Node {
  readonly child: ChildProcess
  says: string
}

export interface Killing {
  readonly everyMs: number
  /** Which of the nodes it hits; the same seed hits the same ones. */
  readonly seed: number
  readonly onKill?: (wasLeading: boolean) => void
}

export interface Nodes {
  /** How many were killed, and how many of them led. */
  readonly killed: () => { readonly nodes: number; readonly leaders: number }
  /** No more killing; those that run end by themselves. The exit codes. */
  readonly stop: () => Promise<ReadonlyArray<number | null>>
}

const script = fileURLToPath(new URL('./node.ts', import.meta.url))

const started = (settings: object): Node => {
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  })
  const node: Node = { child, says: '' }
  createInterface({ input: child.stdout }).on('line', (line) => (node.says = line))
  return node
}

/** Numbers from 0 up to 1, without it; the same for the same seed. */
const chanceOf = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** The one that leads, two times of three; else any. */
const victimOf = (nodes: ReadonlyArray<Node>, chance: () => number): Node | undefined => {
  const leader = nodes.find(({ says }) => says === 'leads')
  const any = nodes[Math.floor(chance() * nodes.length)]
  return chance() < 2 / 3 ? (leader ?? any) : any
}

export const threeNodes = (settings: object, { everyMs, seed, onKill }: Killing): Nodes => {
  const chance = chanceOf(seed)
  const closing = new AbortController()
  const killed = { nodes: 0, leaders: 0 }
  let nodes = [1, 2, 3].map(() => started(settings))

  const kill = async (): Promise<void> => {
    const victim = victimOf(nodes, chance)
    if (victim === undefined) return
    const ended = once(victim.child, 'exit')
    victim.child.kill('SIGKILL')
    await ended
    const wasLeading = victim.says === 'leads'
    killed.nodes += 1
    killed.leaders += wasLeading ? 1 : 0
    onKill?.(wasLeading)
    nodes = [...nodes.filter((node) => node !== victim), started(settings)]
  }
  const keepKilling = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await setTimeout(everyMs, undefined, { signal: closing.signal }).catch(() => undefined)
      if (!closing.signal.aborted) await kill()
    }
  }
  const killing = keepKilling()

  return {
    killed: () => killed,
    stop: async () => {
      closing.abort()
      await killing
      return Promise.all(nodes.map(stopped))
    },
  }
}

const stopped = async (node: Node): Promise<number | null> => {
  const { child } = node
  // One that has just been started is told to stop once it can hear it.
  for (let n = 0; n < 600 && node.says === ''; n += 1) await setTimeout(100)
  if (child.exitCode !== null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = await ended
  return code as number | null
}

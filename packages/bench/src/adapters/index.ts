/**
 * Whoever can do the work, by name. Nothing is loaded before it is asked for, so that no process
 * holds the code of another one's adapter in memory.
 */
import type { Adapter } from './adapter.ts'

const ours: Adapter = {
  open: async (settings) => (await import('./ours.ts')).open(settings),
  catchUp: async () => (await import('../catch-up/ours.ts')).catchUp,
}

/** `same`: the read model by hand, from the log under test. */
const adapters: Readonly<Record<'raw' | 'ours' | 'same', Adapter>> = {
  raw: {
    open: async (settings) => (await import('./raw.ts')).open(settings),
    catchUp: async () => (await import('../catch-up/raw.ts')).catchUp,
  },
  ours,
  same: { ...ours, catchUp: async () => (await import('../catch-up/same-store.ts')).catchUp },
}

export type AdapterName = keyof typeof adapters

/** Whose log it reads: the others read their own. */
export const logOf = (name: string): string => (name === 'same' ? 'ours' : name)

/** A peer's code and packages stand outside; `peers` is the folder of the packages. */
export const adapterNamed = async (name: string, peers: string): Promise<Adapter> => {
  if (name === 'raw' || name === 'ours' || name === 'same') return adapters[name]
  const { peerNamed } = await import('../peers/index.ts')
  return peerNamed(name, peers)
}

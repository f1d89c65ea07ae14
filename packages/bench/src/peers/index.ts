/** The peers, by name; each is loaded from the folder that holds the packages. */
import type { Adapter } from '../adapters/adapter.ts'
import type { CatchUp } from '../catch-up/task.ts'
import type { Log, LogSettings } from '../adapters/log.ts'

/** What a peer's module of this folder exports. */
interface Peer {
  readonly open: (peers: string, settings: LogSettings) => Promise<Log>
  readonly catchUp: (peers: string) => CatchUp
}

const peers: Readonly<Record<string, () => Promise<Peer>>> = {
  'emmett-sqlite': () => import('./emmett.ts'),
  'evtstore-knex': () => import('./evtstore.ts'),
}

export const peerNamed = async (name: string, folder: string): Promise<Adapter> => {
  const peer = await peers[name]?.()
  if (peer === undefined) throw new Error(`there is no adapter ${name}`)
  return {
    open: (settings) => peer.open(folder, settings),
    catchUp: async () => peer.catchUp(folder),
  }
}

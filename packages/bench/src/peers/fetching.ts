/**
 * The peers' packages, of pinned versions, brought by npm into a folder outside the repository: they
 * are no dependencies of it.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const peerNames: ReadonlyArray<string> = ['emmett-sqlite', 'evtstore-knex']

const dependencies = {
  '@event-driven-io/emmett': '0.42.0',
  '@event-driven-io/emmett-sqlite': '0.42.4',
  sqlite3: '5.1.7',
  uuid: '10.0.0',
  'async-retry': '1.3.3',
  evtstore: '12.0.1',
  knex: '2.5.1',
  'better-sqlite3': '13.2.0',
}

/** Gives the folder; a peer that could not be fetched will fail by itself and say so. */
export const fetchPeers = async (folder: string, say: (line: string) => void): Promise<string> => {
  say('peers  fetching from npm')
  const manifest = { name: 'peers', private: true, type: 'module', dependencies }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const install = ['install', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error']
  const { status } = spawnSync('npm', install, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) say(`peers  npm ended with exit code ${status}`)
  return folder
}

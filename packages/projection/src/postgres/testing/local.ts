/**
 * A PostgreSQL server of its own for a spec: made in a scratch folder, reached over a socket there,
 * stopped and removed afterwards. Never as root, which PostgreSQL refuses.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { findBinaries, type Binaries } from './binaries.ts'

export interface LocalPostgres {
  /** The connection string of a database, `postgres` unless told. */
  readonly url: (database?: string, user?: string) => string
  /** Runs statements as the owner of everything. */
  readonly run: (sql: string) => Promise<void>
  /** Ends it as a power cut would, and starts it again. */
  readonly crash: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Why there is no server to test against; undefined if there is one. */
export const whyNoPostgres = (): string | undefined =>
  findBinaries() === undefined
    ? 'no PostgreSQL on this machine: node scripts/postgres.mjs gets one'
    : undefined

const owner = 'deskledger'
const dictionary = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US']

/**
 * Throws where there are no programs: ask `whyNoPostgres` first. Text is ordered as in dictionaries
 * unless a column says otherwise, so that whoever relies on the order of bytes is found out.
 */
export const startPostgres = async (): Promise<LocalPostgres> => {
  const binaries = findBinaries()
  if (binaries === undefined) throw new Error(whyNoPostgres())
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-pg-'))
  const how = waysOf(binaries, folder)
  const data = join(folder, 'data')
  const share = binaries.share === undefined ? [] : ['-L', binaries.share]
  const settings = ['-U', owner, '-A', 'trust', '-E', 'UTF8', ...dictionary, '--no-sync']
  const initdb = join(binaries.folder, 'initdb')
  await promisify(execFile)(initdb, ['-D', data, ...settings, ...share], how)

  const url: LocalPostgres['url'] = (database = 'postgres', user = owner) =>
    `postgres://${user}@${encodeURIComponent(folder)}/${database}`
  const begin = async (): Promise<ChildProcess> => {
    const places = ['-D', data, '-k', folder, '-c', 'listen_addresses=']
    const child = spawn(join(binaries.folder, 'postgres'), places, { ...how, stdio: 'ignore' })
    await answering(url())
    return child
  }
  const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  let server = await begin()

  return {
    url,
    run: (sql) => runOn(url(), sql),
    crash: async () => {
      await end(server, 'SIGQUIT')
      server = await begin()
    },
    stop: async () => {
      await end(server, 'SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Under which user, and with which libraries, the programs run. */
const waysOf = ({ libraries }: Binaries, folder: string) => {
  const env = { ...process.env, LD_LIBRARY_PATH: libraries.join(':') }
  if (process.getuid?.() !== 0) return { env, cwd: folder }
  chownSync(folder, nobody, nobody)
  return { env, cwd: folder, uid: nobody, gid: nobody }
}

/** The number of the user that owns nothing. */
const nobody = 65_534

const runOn = async (connectionString: string, sql: string): Promise<void> => {
  const client = new Client({ connectionString })
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** For how long a server may take to begin, in milliseconds. */
const patienceMs = 60_000

const answering = async (connectionString: string): Promise<void> => {
  for (const since = performance.now(); ;)
    try {
      return await runOn(connectionString, 'SELECT 1')
    } catch (error) {
      if (performance.now() - since > patienceMs) throw error
      await setTimeout(100)
    }
}

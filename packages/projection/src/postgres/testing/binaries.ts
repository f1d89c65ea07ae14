/**
 * Where the programs of a PostgreSQL server are on this machine, if they are anywhere.
 *
 * `scripts/postgres.mjs` puts them into a scratch folder, out of Debian's packages and without root.
 */
import { existsSync, globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

export interface Binaries {
  readonly folder: string
  /** What `initdb` reads, where it does not find it by itself. */
  readonly share: string | undefined
  /** Folders of libraries that the system does not know. */
  readonly libraries: ReadonlyArray<string>
}

export const scratch = join(tmpdir(), 'deskledger-postgres')

export const findBinaries = (): Binaries | undefined => {
  const [own] = globSync(join(scratch, 'usr/lib/postgresql/*/bin')).filter(isComplete)
  if (own !== undefined) return ofScratch(own)
  const onPath = (process.env['PATH'] ?? '').split(delimiter)
  const [found] = [...globSync('/usr/lib/postgresql/*/bin'), ...onPath].filter(isComplete)
  return found === undefined ? undefined : { folder: found, share: undefined, libraries: [] }
}

const isComplete = (folder: string): boolean =>
  ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))

const ofScratch = (folder: string): Binaries => {
  const version = dirname(folder).split('/').at(-1) ?? ''
  return {
    folder,
    share: join(scratch, 'usr/share/postgresql', version),
    libraries: globSync(join(scratch, 'usr/lib/*-linux-gnu*')),
  }
}

/**
 * Folders that are gone afterwards, on a file system in memory where there is one.
 */
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = realpathSync(existsSync('/dev/shm') ? '/dev/shm' : tmpdir())

/** Runs `work` in a new folder. */
export const inFolder = async <A>(work: (folder: string) => Promise<A>): Promise<A> => {
  const folder = mkdtempSync(join(root, 'deskledger-torture-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

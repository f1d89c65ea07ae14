/**
 * The place of a file: whether what is open still stands there, and putting another in its stead.
 *
 * A database that is replaced while others have it open must not lend its write-ahead log to the
 * next one. So the old file is moved away first, then its companions go, then the new one moves in:
 * whoever opens the name in between finds nothing, never a mixture.
 */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs'

/** True as long as `file` names what it named when this was called. */
export const placeOf = (file: string): (() => boolean) => {
  if (file === ':memory:') return () => true
  const then = identityOf(file)
  return () => identityOf(file) === then
}

const identityOf = (file: string): string => {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.dev}/${stats.ino}`
}

/** What SQLite keeps beside a database. */
const companions = ['-wal', '-shm', '-journal']

/** A database and what is beside it. */
export const removeFile = (file: string): void => {
  for (const suffix of ['', ...companions]) rmSync(`${file}${suffix}`, { force: true })
}

/** Puts the closed database `next` in the place of `file`, whose own content goes for good. */
export const replaceFile = (file: string, next: string): void => {
  if (existsSync(file)) renameSync(file, `${file}.replaced`)
  for (const suffix of companions) rmSync(`${file}${suffix}`, { force: true })
  renameSync(next, file)
  removeReplaced(file)
}

/** What a crash in the middle of that may have left. */
export const removeReplaced = (file: string): void => removeFile(`${file}.replaced`)

/** Moves a database of somebody else out of the way, and keeps it. */
export const setAside = (file: string): void => {
  let n = 1
  while (existsSync(`${file}.foreign-${n}`)) n += 1
  for (const suffix of ['', ...companions])
    if (existsSync(`${file}${suffix}`))
      renameSync(`${file}${suffix}`, `${file}.foreign-${n}${suffix}`)
}

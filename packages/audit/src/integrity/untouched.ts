/**
 * Looking at databases without leaving a trace.
 *
 * Whoever reads a SQLite file in WAL mode makes `-wal` and `-shm` beside it, and one that may only
 * read cannot take them away again. So if they were not there before, a connection is opened at the end
 * and closed at once: SQLite then removes them, unless somebody else has the file open by now. Nothing
 * is removed that holds anything.
 */
import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'

export const leavingNoTrace = async <A>(
  files: ReadonlyArray<string>,
  work: () => Promise<A>,
): Promise<A> => {
  const unopened = files.filter(isUnopened)
  try {
    return await work()
  } finally {
    for (const file of unopened) tidy(file)
  }
}

const isUnopened = (file: string): boolean =>
  existsSync(file) && companions.every((suffix) => !existsSync(`${file}${suffix}`))

const companions = ['-wal', '-shm', '-journal']

const isEmpty = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.size === 0

const tidy = (file: string): void => {
  if (!isEmpty(`${file}-wal`) || existsSync(`${file}-journal`)) return
  try {
    const db = new Database(file, { fileMustExist: true, timeout: 0 })
    try {
      db.prepare('SELECT count(*) FROM sqlite_schema').get()
    } finally {
      db.close()
    }
  } catch {
    // In use by now, not to be written, or no database: then its companions stay.
  }
}

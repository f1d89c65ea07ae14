/**
 * Reading a read model file, and never writing it; any number of processes may at once.
 *
 * When a new file has taken the place of the one that was open, the next query reads the new one.
 */
import SQLite from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { ViewsUnavailable } from './errors.ts'
import { readCheckpoint } from './sqlite/checkpoint-row.ts'
import { placeOf } from './sqlite/place.ts'
import { unavailable } from './unavailable.ts'
import { readingOf, viewsOver, type Reading, type Views } from './views.ts'

export const openViews = <Tables>(file: string): E.Either<ViewsUnavailable, Views<Tables>> =>
  E.tryCatch(
    () => viewsOver<Tables>(file, reopened(file)),
    (cause) => unavailable(file, cause),
  )

/** The file that stands at `file` now. */
const reopened = (file: string): (() => Reading) => {
  let reading = openReading(file)
  let isInPlace = placeOf(file)
  return () => {
    if (!isInPlace()) {
      reading.sqlite.close()
      reading = openReading(file)
      isInPlace = placeOf(file)
    }
    return reading
  }
}

/** Throws on a file that is no read model. */
const openReading = (file: string): Reading => {
  const sqlite = new SQLite(file, { readonly: true, timeout: 5_000 })
  try {
    readCheckpoint(sqlite)()
    return readingOf(sqlite)
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/**
 * The folder of a desk: `events.db` (the log), `keys.db` (its secrets), and what is disposable:
 * `views.db` (the read models), `states.db` (states of long streams).
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { failureOf } from './failure.ts'
import type { OpenDeskError } from './settings.ts'

export const logFile = (folder: string): string => join(folder, 'events.db')
export const statesFile = (folder: string): string => join(folder, 'states.db')
export const viewsFile = (folder: string): string => join(folder, 'views.db')

/** The log of a desk that is being moved here, until everything is there. */
export const draftFile = (folder: string): string => `${logFile(folder)}.migrating`

/** Whether a desk is kept there. */
export const isDesk = (folder: string): boolean => existsSync(logFile(folder))

/** Makes the folder where there is none; leaves one alone that holds other things. */
export const prepareFolder = (folder: string): E.Either<OpenDeskError, void> => {
  try {
    mkdirSync(folder, { recursive: true })
    const found = readdirSync(folder).filter((name) => !name.startsWith('.'))
    if (existsSync(draftFile(folder))) return E.left({ _tag: 'DeskOnItsWay', folder })
    if (isDesk(folder) || found.every((name) => own.test(name))) return E.right(undefined)
    return E.left({ _tag: 'NotADesk', folder, found: found.slice(0, 5) })
  } catch (cause) {
    const { code } = failureOf(cause)
    return E.left({ _tag: 'FolderUnusable', folder, code, cause })
  }
}

/** Makes the folder where there is none, whatever else it holds. */
export const madeFolder = (
  folder: string,
): E.Either<Extract<OpenDeskError, { readonly _tag: 'FolderUnusable' }>, void> =>
  E.tryCatch(
    () => void mkdirSync(folder, { recursive: true }),
    (cause) => ({ _tag: 'FolderUnusable', folder, code: failureOf(cause).code, cause }),
  )

/** What a desk that was only half made may have left. */
const own = /^((events|keys|views|states)\.db|desk\.key|erasures\.jsonl$|certificates$)/

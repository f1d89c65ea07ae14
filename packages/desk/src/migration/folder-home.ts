/**
 * A desk in a folder. Until everything is there its log is a draft under another name, so that nobody
 * takes half a desk for a whole one.
 */
import { existsSync, renameSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { sqliteEventStore, verifyLog, type SqliteEventStore } from '@deskledger/event-store-sqlite'
import { machineClock } from '../clock.ts'
import { draftFile, isDesk, logFile, prepareFolder, viewsFile } from '../folder.ts'
import { orThrow, ProblemError, problemOf } from '../problem.ts'
import type { MigrationError } from './errors.ts'
import type { Home } from './home.ts'
import { keysInFolder } from './keys.ts'
import { factsAnew, factsAsTheyAre, factsInFile } from './read-models.ts'
import type { FolderPlace } from './settings.ts'

export const folderHome = ({ folder }: FolderPlace): Home => {
  let open: SqliteEventStore | undefined
  const file = (): string => (isDesk(folder) ? logFile(folder) : draftFile(folder))

  const close = async (): Promise<void> => {
    const log = open
    open = undefined
    if (log !== undefined) orThrow(await log.close()())
  }

  const opened = (readOnly: boolean, desk?: string): SqliteEventStore => {
    const name = desk === undefined ? {} : { deskId: desk }
    open ??= orThrow(sqliteEventStore({ file: file(), clock: machineClock, readOnly, ...name }))
    return open
  }

  return {
    name: folder,
    folder,
    ...keysInFolder(folder),
    desk: async () => {
      if (!existsSync(file())) return undefined
      const log = sqliteEventStore({ file: file(), clock: machineClock, readOnly: true })
      if (E.isLeft(log)) return emptyOr(log, file())
      await log.right.close()()
      return log.right.deskId
    },
    source: async () => (isDesk(folder) ? opened(true) : undefined),
    target: async (desk) => {
      if (!existsSync(file())) orThrow(prepareFolder(folder))
      return opened(false, desk)
    },
    verified: async (heard) => {
      const onProgress = (upTo: { readonly commitNo: number }, tip: number): void =>
        heard(upTo.commitNo, tip)
      const { chain, findings, findingsCount } = orThrow(
        await verifyLog({ file: file(), onProgress })(),
      )
      if (findingsCount === 0) return chain
      const damaged = { _tag: 'SourceDamaged', file: file(), findings: findingsCount } as const
      throw refuse({ ...damaged, first: findings[0] })
    },
    facts: async (over, use) => {
      const views = viewsFile(folder)
      if (use === 'to') return factsInFile(views, over)
      return (await factsAsTheyAre(views, over)) ?? factsAnew(over)
    },
    finish: async () => {
      await close()
      if (!isDesk(folder)) renameSync(draftFile(folder), logFile(folder))
    },
    close,
  }
}

/** A draft whose making was interrupted is nobody's yet. */
const emptyOr = (log: E.Left<{ readonly _tag: string }>, file: string): undefined => {
  if (log.left._tag === 'NotALog' && file.endsWith('.migrating')) return undefined
  return orThrow(log)
}

export const refuse = (error: MigrationError): ProblemError => new ProblemError(problemOf(error))

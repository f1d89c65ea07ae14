/**
 * A desk in a folder, to be read: its log, its read models, its questions. Writes nothing, not even
 * where a read model is missing or behind.
 */
import * as E from 'fp-ts/lib/Either.js'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { openViews, type Views } from '@deskledger/projection'
import { sealed, type MasterKeyProvider } from '@deskledger/vault'
import { assembled } from './assembled.ts'
import { machineClock } from './clock.ts'
import { isDesk, logFile, viewsFile } from './folder.ts'
import { openKeys } from './keys.ts'
import { linksOf } from './links.ts'
import type { Module } from './module.ts'
import { orThrow, ProblemError, problemOf } from './problem.ts'
import { reads, type DeskReads } from './reads.ts'
import type { AskError, DeskDatabase } from './settings.ts'

export interface ReadingDesk<
  Modules extends ReadonlyArray<Module> = readonly [],
> extends DeskReads<Modules> {
  /** The read models; rejects with a `ProblemError` if there are none. */
  readonly views: () => Views<DeskDatabase<Modules>>
}

/** The read models in a desk's folder, opened once somebody reads them. */
export const viewsIn = (folder: string) => {
  let open: Views<unknown> | undefined
  const views = (): E.Either<AskError, Views<unknown>> => {
    if (open !== undefined) return E.right(open)
    const opened = openViews(viewsFile(folder))
    if (E.isRight(opened)) open = opened.right
    return opened
  }
  return { views, closeViews: () => open?.close() }
}

/** The same log through other read models; closing it leaves the log open. */
export const readingViews = <Modules extends ReadonlyArray<Module>>(
  desk: ReadingDesk<Modules>,
  views: Views<DeskDatabase<Modules>>,
): ReadingDesk<Modules> => {
  const open = views as unknown as Views<unknown>
  const close = async (): Promise<void> => open.close()
  return {
    ...reads<Modules>({ ...desk, views: () => E.right(open), close }),
    views: () => views,
  }
}

/** A desk that exists, to be read. Rejects with a `ProblemError` where there is none. */
export const readDesk = async <const Modules extends ReadonlyArray<Module> = readonly []>({
  folder,
  modules,
  masterKey,
}: {
  readonly folder: string
  readonly modules?: Modules
  readonly masterKey?: MasterKeyProvider
}): Promise<ReadingDesk<Modules>> => {
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  const file = logFile(folder)
  const log = orThrow(sqliteEventStore({ file, clock: machineClock, readOnly: true }))
  const keys = { folder, store: log, clock: machineClock, masterKey, readOnly: true }
  const vault = await openKeys(keys)()
  if (E.isLeft(vault)) await log.close()()
  const all = assembled(modules)
  const over = { vault: orThrow(vault), registry: all.registry, linksOf }
  const store = sealed(log, over)
  const { views, closeViews } = viewsIn(folder)
  const close = async (): Promise<void> => {
    closeViews()
    orThrow(await store.close()())
    over.vault.close()
  }
  return {
    ...reads<Modules>({ ...all, folder, id: store.deskId, store, views, close }),
    views: () => orThrow(views()) as never,
  }
}

/**
 * The side of a desk that only reads: its log, its read models, its questions. Writes nothing, not
 * even where a read model is missing or behind.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Fact, RecordedEvent, Registry } from '@deskledger/kernel'
import { decodeRecorded, toResult, toStoreError, type EventStore } from '@deskledger/event-store'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { openViews, type Projector, type Views } from '@deskledger/projection'
import { sealed, type MasterKeyProvider } from '@deskledger/vault'
import { asking, type Words } from './asking.ts'
import { assembled, type Assembled } from './assembled.ts'
import { machineClock } from './clock.ts'
import { customerView, findCustomers } from './customer.ts'
import { isDesk, logFile, viewsFile } from './folder.ts'
import { openKeys } from './keys.ts'
import { lazily } from './lazily.ts'
import { linksOf } from './links.ts'
import type { Module } from './module.ts'
import { orThrow, ProblemError, problemOf } from './problem.ts'
import type { AskError, Desk, DeskDatabase, EventFilter } from './settings.ts'

type Reads =
  | 'folder'
  | 'id'
  | 'events'
  | 'db'
  | 'ask'
  | 'query'
  | 'customer'
  | 'find'
  | 'freshness'
  | 'head'
  | 'readModels'

export interface ReadingDesk<Modules extends ReadonlyArray<Module> = readonly []>
  extends Pick<Desk<Modules>, Reads>, Pick<Assembled, 'questions' | 'projectors' | 'registry'> {
  readonly store: EventStore
  /** The read models; rejects with a `ProblemError` if there are none. */
  readonly views: () => Views<DeskDatabase<Modules>>
  readonly close: () => Promise<void>
}

type Open = () => E.Either<AskError, Views<unknown>>

interface Source extends Pick<Assembled, 'questions' | 'projectors' | 'registry'> {
  readonly folder: string
  readonly id: string
  readonly store: EventStore
  /** How to get at the read models; asked once they are needed, and again until they are there. */
  readonly open: Open
  readonly closeLog: () => Promise<void>
}

/** Reading over a log that is open already. */
export const reading = <Modules extends ReadonlyArray<Module>>(
  source: Source,
): ReadingDesk<Modules> => {
  const { folder, id, store, registry, projectors, questions } = source
  let open: Views<unknown> | undefined
  const views: Open = () => {
    if (open !== undefined) return E.right(open)
    const opened = source.open()
    if (E.isRight(opened)) open = opened.right
    return opened
  }
  const { ask, query, freshness } = asking(views, store, questions, wordsOf(projectors))
  return {
    folder,
    id,
    store,
    registry,
    projectors,
    questions,
    views: () => orThrow(views()) as never,
    events: (filter = {}) => decodedEvents(store, registry, filter) as never,
    db: lazily(() => orThrow(views()).db) as never,
    ask: (name, params = {}) => toResult(() => ask(name, params)) as never,
    query: (sql, params = {}) => toResult(() => query(sql, params)),
    customer: (partyId) => customerView(orThrow(views()).db, partyId),
    find: (who) => findCustomers(orThrow(views()).db, who),
    freshness: async () => orThrow(await freshness()),
    head: async () => orThrow(await store.head()()),
    readModels: projectors.map(({ name }) => name),
    close: async () => {
      open?.close()
      await source.closeLog()
    },
  }
}

/** The read models in the desk's folder. */
export const readingFolder = <Modules extends ReadonlyArray<Module>>(
  folder: string,
  store: EventStore & { readonly deskId: string },
  all: Assembled,
): ReadingDesk<Modules> =>
  reading({
    ...all,
    folder,
    id: store.deskId,
    store,
    open: () => openViews(viewsFile(folder)),
    closeLog: async () => orThrow(await store.close()()),
  })

/** The same log through other read models; closing it leaves the log open. */
export const readingViews = <Modules extends ReadonlyArray<Module>>(
  desk: ReadingDesk<Modules>,
  views: Views<DeskDatabase<Modules>>,
): ReadingDesk<Modules> =>
  reading({
    ...desk,
    open: () => E.right(views as never),
    closeLog: () => Promise.resolve(),
  })

async function* decodedEvents(
  store: EventStore,
  registry: Registry<Fact>,
  filter: EventFilter,
): AsyncGenerator<RecordedEvent<Fact>> {
  const decode = decodeRecorded(registry)
  try {
    for await (const page of store.readAll(filter))
      for (const stored of page.events) yield orThrow(decode(stored))
  } catch (caught) {
    if (caught instanceof ProblemError) throw caught
    throw new ProblemError(problemOf(toStoreError(caught)))
  }
}

const wordsOf = (projectors: ReadonlyArray<Projector>): Words => {
  const tables = projectors.flatMap((projector) => projector.tables)
  const views = projectors.flatMap((projector) => projector.views ?? [])
  const columns = [
    ...tables.flatMap(({ key, columns: others }) => Object.keys({ ...key, ...others })),
    ...views.flatMap((view) => Object.keys(view.columns)),
  ]
  return {
    tables: [...tables, ...views].map(({ name }) => name),
    columns: [...new Set(columns)],
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
  const desk = readingFolder<Modules>(folder, sealed(log, over), all)
  return {
    ...desk,
    close: async () => {
      await desk.close()
      over.vault.close()
    },
  }
}

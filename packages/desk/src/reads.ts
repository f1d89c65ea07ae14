/**
 * What of a desk only reads, wherever log and read models are kept: events, rows, questions.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Fact, RecordedEvent, Registry } from '@deskledger/kernel'
import { decodeRecorded, toResult, toStoreError, type EventStore } from '@deskledger/event-store'
import type { Projector } from '@deskledger/projection'
import { asking } from './asking.ts'
import type { Assembled } from './assembled.ts'
import type { Words } from './bad-query.ts'
import { customerView, findCustomers } from './customer.ts'
import type { DeskViews } from './desk-views.ts'
import { foreignEvent, type ForeignEvent } from './foreign.ts'
import { lazily } from './lazily.ts'
import type { Module } from './module.ts'
import { orThrow, ProblemError, problemOf } from './problem.ts'
import type { AskError, Desk, EventFilter } from './settings.ts'

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

export interface DeskReads<Modules extends ReadonlyArray<Module> = readonly []>
  extends Pick<Desk<Modules>, Reads>, Pick<Assembled, 'questions' | 'projectors' | 'registry'> {
  readonly store: EventStore
  readonly close: () => Promise<void>
}

export interface Source extends Pick<Assembled, 'questions' | 'projectors' | 'registry'> {
  readonly folder: string
  readonly id: string
  readonly store: EventStore
  /** The read models; asked once they are needed, and again until they are there. */
  readonly views: () => E.Either<AskError, DeskViews>
  readonly close: () => Promise<void>
}

/** Reading over a log that is open already. */
export const reads = <Modules extends ReadonlyArray<Module>>(
  source: Source,
): DeskReads<Modules> => {
  const { folder, id, store, registry, projectors, questions, views, close } = source
  const { ask, query, freshness } = asking(views, store, questions, wordsOf(projectors))
  const db = (): never => orThrow(views()).db as never
  return {
    folder,
    id,
    store,
    registry,
    projectors,
    questions,
    events: (filter = {}) => decodedEvents(store, registry, filter) as never,
    db: lazily(db),
    ask: (name, params = {}) => toResult(() => ask(name, params)) as never,
    query: (sql, params = {}) => toResult(() => query(sql, params)),
    customer: async (partyId) => customerView(db(), partyId),
    find: async (who) => findCustomers(db(), who),
    freshness: async () => orThrow(await freshness()),
    head: async () => orThrow(await store.head()()),
    readModels: projectors.map(({ name }) => name),
    close,
  }
}

async function* decodedEvents(
  store: EventStore,
  registry: Registry<Fact>,
  filter: EventFilter,
): AsyncGenerator<RecordedEvent<Fact> | ForeignEvent> {
  const decode = decodeRecorded(registry)
  const { raw = false, ...from } = filter
  try {
    for await (const page of store.readAll(from))
      for (const stored of page.events) {
        const decoded = decode(stored)
        const isForeign = E.isLeft(decoded) && decoded.left.why._tag === 'UnknownType'
        yield isForeign ? foreignEvent(stored, raw) : orThrow(decoded)
      }
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

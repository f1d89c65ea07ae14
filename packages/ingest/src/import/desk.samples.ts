/**
 * A desk to import into, and what can be asked of it afterwards.
 */
import * as Request from '@deskledger/domain/request'
import type { EventStore, StoredEvent } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { orNull, type Instant } from '@deskledger/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { xesMap } from '../map/built-in.ts'
import { decodeMap, type ImportMap } from '../map/map.ts'
import { sendTo } from './deciders.ts'
import { importHistory } from './importing.ts'
import type { Port } from './port.ts'
import type { Report } from './report.ts'
import type { ImportError, ImportSettings } from './settings.ts'
import { withdrawImport, type Withdrawn, type WithdrawError } from './withdrawing.ts'

/** When everything is imported. */
export const now = Date.UTC(2026, 5, 1) as Instant
export const clock = () => now
export const secret = Buffer.from('a secret of this desk')

export const portOn = (store: EventStore): Port => ({
  send: sendTo(store, { clock }),
  readStream: store.readStream,
  readAll: store.readAll,
})

export type Changes = Partial<ImportSettings>

export interface Desk {
  readonly store: EventStore
  readonly port: Port
  /** Imports a file of the folder; by the map for event logs unless told. */
  readonly bring: (file: string, changes?: Changes) => Promise<E.Either<ImportError, Report>>
  readonly takeBack: (batchId: string) => Promise<E.Either<WithdrawError, Withdrawn>>
}

export const deskOn = (folder: string, store: EventStore = memoryStore()): Desk => {
  const port = portOn(store)
  return deskBy(folder, store, port)
}

export const deskBy = (folder: string, store: EventStore, port: Port): Desk => ({
  store,
  port,
  bring: (file, changes = {}) =>
    importHistory(port, {
      file,
      map: xesMap,
      secret,
      clock,
      rejectsFile: join(folder, 'rejects.ndjson'),
      ...changes,
    })(),
  takeBack: (batchId) =>
    withdrawImport(port, { batchId, actor: { kind: 'supervisor', id: 'chief' } })(),
})

export const memoryStore = (): EventStore => memoryEventStore({ clock })

/** What an import or withdrawal that succeeded came to. */
export const right = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isLeft(answer)) throw new Error(`refused: ${JSON.stringify(answer.left)}`)
  return answer.right
}

export const fixture = (name: string): string =>
  new URL(`../../fixtures/${name}`, import.meta.url).pathname

export const mapIn = (file: string): ImportMap =>
  right(decodeMap(JSON.parse(readFileSync(file, 'utf8'))))
export const tableMap: ImportMap = mapIn(fixture('service-desk.map.json'))

// ------------------------------------------------------------------------------------------------
// what is in the log
// ------------------------------------------------------------------------------------------------

export const logOf = async ({
  store,
}: Pick<Desk, 'store'>): Promise<ReadonlyArray<StoredEvent>> => {
  const events: Array<StoredEvent> = []
  for await (const page of store.readAll()) events.push(...page.events)
  return events
}

/** The events of each stream, without what differs from run to run. */
export const streamsOf = (events: ReadonlyArray<StoredEvent>) => {
  const streams = new Map<string, Array<unknown>>()
  for (const { stream, type, data } of events)
    streams.set(stream, [...(streams.get(stream) ?? []), { type, data }])
  return new Map([...streams].sort(([a], [b]) => (a < b ? -1 : 1)))
}

export const countTypes = (
  events: ReadonlyArray<StoredEvent>,
): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

export interface ToldRequest {
  readonly opened: Request.RequestOpened['data']
  readonly activities: ReadonlyArray<Request.ActivityRecorded['data']>
  readonly state: Request.State
  readonly types: ReadonlyArray<string>
}

/** The requests by what people call them, as the log tells of them. */
export const requestsIn = (
  events: ReadonlyArray<StoredEvent>,
): ReadonlyMap<string, ToldRequest> => {
  const byStream = new Map<string, Array<Request.Event>>()
  for (const event of events) {
    if (!event.stream.startsWith('request-')) continue
    const known = byStream.get(event.stream) ?? []
    known.push(event as never)
    byStream.set(event.stream, known)
  }
  return new Map([...byStream.values()].map((history) => [subjectOf(history), toldBy(history)]))
}

const subjectOf = (history: ReadonlyArray<Request.Event>): string => {
  const opened = history.find(({ type }) => type === 'RequestOpened')
  return opened?.type === 'RequestOpened' ? (orNull(opened.data.subject) ?? '') : ''
}

const toldBy = (history: ReadonlyArray<Request.Event>): ToldRequest => ({
  opened: history.find(({ type }) => type === 'RequestOpened')?.data as never,
  activities: history.flatMap(({ type, data }) => (type === 'ActivityRecorded' ? [data] : [])),
  state: history.reduce(Request.decider.evolve, Request.decider.initial),
  types: history.map(({ type }) => type),
})

/**
 * Looking for what was said of a person, once nothing of it may be anywhere: in the files of a desk;
 * or, where a desk stands on servers, in every event as it is stored.
 */
import { relative } from 'node:path'
import type { EventStore, StoredEvent } from '@deskledger/event-store'
import type { Search } from './certificate.ts'
import { filesIn, patternsFor, search } from './search.ts'
import type { ErasureSettings } from './settings.ts'
import { longAmong, soughtAmong, type Said } from './values.ts'

/** `said` is not known where the keys were gone already when this process began. */
export const searchFor = async <Failure>(
  { folder, store, log }: ErasureSettings<Failure>,
  said: Said | undefined,
): Promise<Search> => {
  if (said === undefined) return { status: 'notPossible', why: 'resumed' }
  const search = folder === undefined ? searchLog(log, said) : searchFiles(folder, store, said)
  const { unreadable } = said
  return { ...(await search), ...(unreadable === 0 ? {} : { unreadable }) }
}

const searchFiles = async (
  folder: string,
  store: EventStore,
  { values }: Said,
): Promise<Extract<Search, { readonly status: 'done' }>> => {
  const { values: sought, tooShort, sharedWithOthers } = await soughtAmong(values, store)
  const { files, bytes, found: all } = search(filesIn(folder), sought)
  const found = all.map((each) => ({ ...each, file: relative(folder, each.file) }))
  const searched = sought.length
  return { status: 'done', files, bytes, searched, tooShort, sharedWithOthers, found }
}

/** What others said of themselves is sealed there, so whatever is found was said in the clear. */
const searchLog = async (
  log: EventStore,
  { values }: Said,
): Promise<Extract<Search, { readonly status: 'logOnly' }>> => {
  const long = longAmong(values)
  const patterns = long.flatMap(patternsFor)
  const isIn = (bytes: Buffer): boolean => patterns.some((pattern) => bytes.includes(pattern))
  const found: Array<number> = []
  let count = 0
  for await (const { events } of log.readAll()) {
    count += events.length
    if (isIn(bytesOf(...events)))
      for (const event of events) if (isIn(bytesOf(event))) found.push(event.position)
  }
  const tooShort = values.size - long.length
  return { status: 'logOnly', events: count, searched: long.length, tooShort, found }
}

/** Everything of an event that anybody could have written something into. */
const bytesOf = (...events: ReadonlyArray<StoredEvent>): Buffer =>
  Buffer.from(
    events
      .map((event) => {
        const { stream, type, data, actor, concerns, commandId, correlationId, causationId } = event
        const all = [stream, type, data, actor, concerns, commandId, correlationId, causationId]
        return JSON.stringify(all)
      })
      .join('\n'),
  )

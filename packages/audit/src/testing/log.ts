/**
 * Random logs of the whole domain in memory, and read models of them on disk, for specs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { deciders, type Event } from '@deskledger/domain/testing'
import {
  merged,
  type Fact,
  type Instant,
  type RecordedEvent,
  type Registry,
} from '@deskledger/kernel'
import { anyRevision, type EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import {
  openViews,
  projection,
  readModel,
  type Projector,
  type ReadModelSettings,
  type Views,
} from '@deskledger/projection'
import { count, text } from '@deskledger/projection'
import { analytics, processEvent } from '@deskledger/projector-analytics'
import { customer360 } from '@deskledger/projector-customer360'
import { request, routing } from '@deskledger/projector-routing'
import type { Event as RequestEvent } from '@deskledger/domain/request/events'

const { tallyOf, rowsOf } = readModel<RequestEvent>()

/** How often a thing was done: follows a table that follows another one. */
export const activity = tallyOf('activity', processEvent, {
  doc: 'an activity',
  key: { activity: text('its label') },
  columns: { times: count('steps') },
  at: (row) => ({ activity: row.activity }),
  measure: () => ({ times: 1 }),
})

/** Requests by status: rows of the source come and go. */
export const statusLoad = tallyOf('status_load', request, {
  doc: 'a status that some request has',
  key: { status: text('the status') },
  columns: { requests: count('requests') },
  at: (row) => ({ status: row.status }),
  measure: () => ({ requests: 1 }),
})

export const statusWord = rowsOf('status_word', request, {
  doc: 'the status of a request, letter by letter',
  key: { request_id: text('the request'), letter: text('the letter') },
  columns: { times: count('how often') },
  rows: ({ status }) =>
    [...new Set(status)].map((letter) => ({ letter, times: status.split(letter).length - 1 })),
})

const followers: Projector = {
  name: 'followers',
  version: 1,
  tables: [activity, statusLoad, statusWord],
}

export const projectors: ReadonlyArray<Projector> = [customer360, routing, analytics, followers]
export const tables = projectors.flatMap((projector) => projector.tables)
export const registry: Registry<Fact> = merged(...deciders.map(({ events }) => events))

type Told = RecordedEvent<Event>

/** A log of these events, one append each, recorded a second apart. */
export const logOf = async (events: ReadonlyArray<Told>): Promise<EventStore> => {
  let now = 1_900_000_000_000
  const clock = (): Instant => (now += 1_000) as Instant
  const store = memoryEventStore({ clock, pageSize: 7 })
  for (const event of events) await append(store, event)
  return store
}

export const append = async (store: EventStore, event: Told): Promise<void> => {
  const { type, schemaVersion, data, occurredAt, concerns, stream, commandId, actor } = event
  const appended = await store.append({
    stream,
    expected: anyRevision,
    events: [{ type, schemaVersion, data, occurredAt, concerns }],
    commandId,
    fingerprint: 'as it is',
    actor,
  })()
  if (E.isLeft(appended)) throw new Error(appended.left._tag)
}

export const settingsOf = (store: EventStore): ReadModelSettings => ({
  store,
  registry,
  projectors,
  isStrict: true,
  batchSize: 5,
})

/** The value, or an Error that names why there is none. */
export const done = async <Error, A>(task: TaskEither<Error, A>): Promise<A> => right(await task())

export const right = <Error, A>(answer: E.Either<Error, A>): A => {
  if (E.isRight(answer)) return answer.right
  throw Object.assign(new Error(`failed: ${JSON.stringify(answer.left)}`), { cause: answer.left })
}

export interface Live {
  readonly file: string
  readonly catchUp: () => Promise<void>
  readonly views: () => Views<unknown>
}

/** Live read models of `store` in a folder of their own, which goes whatever happens. */
export const withViews = async <A>(
  store: EventStore,
  work: (live: Live) => Promise<A>,
  more: Pick<ReadModelSettings, 'onUndecodable'> = {},
): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), 'deskledger-audit-'))
  const file = join(folder, 'views.db')
  const models = projection({ ...settingsOf(store), ...more, file })
  const open: Array<Views<unknown>> = []
  const views = (): Views<unknown> => {
    const opened = right(openViews<unknown>(file))
    open.push(opened)
    return opened
  }
  try {
    return await work({ file, catchUp: async () => void (await done(models.catchUp())), views })
  } finally {
    for (const each of open) each.close()
    await models.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What specs of the handler say again and again.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StreamName } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import { handle } from '../handle.ts'
import type { Handle } from '../handled.ts'
import { memoryEventStore } from '../memory/index.ts'
import type { EventStore, StoredEvent } from '../port.ts'
import { voucher, type Command, type Event, type Rejection } from '../contract/voucher.ts'

/** All specs take place at this minute unless they say otherwise. */
export const now = at(60)
export const clock = () => now

export const emptyLog = (): EventStore => memoryEventStore({ clock })

/** A desk of its own on `store`: its own cache, its own lanes. */
export const deskOn = (
  store: EventStore,
  settings: { readonly cachedStreams?: number; readonly retries?: number } = {},
): Handle<Command, Event, Rejection> => handle(voucher, store, { clock, ...settings })

export const done = async <Error, A>(task: TaskEither<Error, A>): Promise<A> => {
  const answer = await task()
  if (E.isRight(answer)) return answer.right
  throw new Error(`failed: ${JSON.stringify(answer.left)}`)
}

/** Everything recorded, or what is recorded of one stream. */
export const recorded = async (
  store: EventStore,
  stream?: StreamName,
): Promise<ReadonlyArray<StoredEvent>> => {
  const all: Array<StoredEvent> = []
  const pages = stream === undefined ? store.readAll() : store.readStream(stream)
  for await (const { events } of pages) all.push(...events)
  return all
}

export const typesIn = async (store: EventStore): Promise<ReadonlyArray<string>> =>
  (await recorded(store)).map(({ type }) => type)

/**
 * The words that the cases speak in: requests that are noted on, and what is read of them.
 */
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Actor, CommandId, StreamName } from '@deskledger/kernel'
import { at, expectThat, id } from '@deskledger/kernel/testing'
import { anyRevision } from '../expected.ts'
import type { Append, Appended, EventStore, NewEvent, Page, StoredEvent } from '../port.ts'

export const clerk: Actor = { kind: 'agent', id: 'clerk' }

/** The stream of request `n`. */
export const request = (n: number): StreamName => `request-${id(n)}`

export const anId = (): CommandId => randomUUID() as CommandId

export const noted = (text: string, otherwise: Partial<NewEvent> = {}): NewEvent => ({
  type: 'RequestNoted',
  schemaVersion: 1,
  data: { text },
  occurredAt: at(0),
  concerns: [],
  ...otherwise,
})

/** As many notes as `n`, numbered from 0. */
export const notes = (n: number, otherwise: Partial<NewEvent> = {}): ReadonlyArray<NewEvent> =>
  Array.from({ length: n }, (_, i) => noted(String(i), otherwise))

/** One note by a clerk under an id of its own, whatever the stream's revision. */
export const noting = (stream: StreamName, otherwise: Partial<Append> = {}): Append => ({
  stream,
  expected: anyRevision,
  events: [noted('called back')],
  commandId: anId(),
  fingerprint: 'note',
  actor: clerk,
  ...otherwise,
})

/** Long enough for a reader to have come to the end and to sleep. */
export const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

/** What comes within two seconds, or not at all. */
export const soon = async <A>(promise: Promise<A>): Promise<A> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it did not come')), 2_000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The numbers from 0 to `n`, without it. */
export const upTo = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

// ------------------------------------------------------------------------------------------------
// answers
// ------------------------------------------------------------------------------------------------

/** The answer of a task that must not fail. */
export const done = async <Error, A>(task: TaskEither<Error, A>): Promise<A> => {
  const answer = await task()
  if (E.isRight(answer)) return answer.right
  throw Object.assign(new Error(`failed: ${JSON.stringify(answer.left)}`), { name: 'Expectation' })
}

/** The error of a task that must fail. */
export const failure = async <Error, A>(task: TaskEither<Error, A>): Promise<Error> => {
  const answer = await task()
  if (E.isLeft(answer)) return answer.left
  throw Object.assign(new Error('did not fail'), { name: 'Expectation' })
}

export const append = (store: EventStore, wish: Append): Promise<Appended> =>
  done(store.append(wish))

/** The answers of appends that are all under way at once. */
export const appendAll = (
  store: EventStore,
  wishes: ReadonlyArray<Append>,
): Promise<ReadonlyArray<Appended>> => Promise.all(wishes.map((wish) => append(store, wish)))

// ------------------------------------------------------------------------------------------------
// reading
// ------------------------------------------------------------------------------------------------

export const pagesOf = async (pages: AsyncIterable<Page>): Promise<ReadonlyArray<Page>> => {
  const all: Array<Page> = []
  for await (const page of pages) all.push(page)
  return all
}

export const eventsOf = async (pages: AsyncIterable<Page>): Promise<ReadonlyArray<StoredEvent>> =>
  (await pagesOf(pages)).flatMap(({ events }) => events)

/** The first `n` events; then the reader stops. */
export const firstOf = async (
  pages: AsyncIterable<Page>,
  n: number,
): Promise<ReadonlyArray<StoredEvent>> => {
  const all: Array<StoredEvent> = []
  for await (const page of pages) {
    all.push(...page.events)
    if (all.length >= n) return all
  }
  return all
}

/** What reading rejects with. */
export const rejectionOf = async (pages: AsyncIterable<Page>): Promise<unknown> => {
  try {
    await pagesOf(pages)
  } catch (rejection) {
    return rejection
  }
  expectThat(false, 'reading did not reject')
  return undefined
}

/** An event with every field of its envelope spelled out. */
export const spelled = (event: StoredEvent) => ({
  id: event.id,
  type: event.type,
  schemaVersion: event.schemaVersion,
  data: event.data,
  stream: event.stream,
  revision: event.revision,
  position: event.position,
  token: event.token,
  occurredAt: event.occurredAt,
  recordedAt: event.recordedAt,
  concerns: event.concerns,
  actor: event.actor,
  commandId: event.commandId,
  correlationId: event.correlationId,
  causationId: event.causationId,
})

/** The whole log, each event spelled out. */
export const everything = async (store: EventStore): Promise<ReadonlyArray<unknown>> =>
  (await eventsOf(store.readAll())).map(spelled)

/** The texts of notes, in the order in which they are read. */
export const textsOf = (events: ReadonlyArray<StoredEvent>): ReadonlyArray<string> =>
  events.map(({ data }) => (data as { readonly text: string }).text)

export const textsIn = async (store: EventStore, stream: StreamName) =>
  textsOf(await eventsOf(store.readStream(stream)))

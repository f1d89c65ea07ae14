/**
 * A stream as it is shown: its own events, or links to the events of a category or of a type.
 *
 * `$ce-request` links to the events of all streams `request-…`, `$et-RequestOpened` to all events of
 * that type, each numbered from 0 in the order of the log. Nobody wrote them: they are found in the
 * log when somebody asks, and where they were found is remembered as long as this program runs.
 */
import type { StreamName } from '@deskledger/kernel'
import { uuidOf, type EventStore, type StoredEvent } from '@deskledger/event-store'
import type { RecordedMessage } from '../schema/shared.ts'
import type { ReadEvent } from '../schema/streams.ts'
import { contentOf } from './kept.ts'
import { identifierOf, isStreamName, isVirtual } from './names.ts'
import { backwards, eventAt, forwards, lastRevision } from './reading.ts'
import { plainly, recordedOf } from './served.ts'

/** An event at its number in the stream that is shown. */
export interface Seen {
  readonly revision: number
  readonly event: StoredEvent
  /** The stream of links that it is seen through. */
  readonly through?: string
}

export interface View {
  readonly last: () => Promise<number>
  /** From this number on, up to the end as it is then. */
  readonly forwards: (from: number) => AsyncIterable<Seen>
  /** From this number down to `to`, both included. */
  readonly backwards: (from: number, to: number) => AsyncIterable<Seen>
}

async function* seen(events: AsyncIterable<StoredEvent>): AsyncGenerator<Seen> {
  for await (const event of events) yield { revision: event.revision, event }
}

const streamView = (store: EventStore, stream: StreamName): View => ({
  last: () => lastRevision(store, stream),
  forwards: (from) => seen(forwards(store, stream, from)),
  backwards: (from, to) => seen(backwards(store, stream, from, to)),
})

// ------------------------------------------------------------------------------------------------
// links
// ------------------------------------------------------------------------------------------------

const isLinkedBy = (virtual: string): ((event: StoredEvent) => boolean) => {
  const name = virtual.slice('$ce-'.length)
  return virtual.startsWith('$ce-')
    ? ({ stream }) => stream.startsWith(`${name}-`) && categoryOf(stream) === name
    : ({ type }) => type === name
}

/** What stands before the first dash. */
const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'))

/** Where the links of one virtual stream lead to, by their numbers. */
const linksOf = (store: EventStore, virtual: string): (() => Promise<ReadonlyArray<number>>) => {
  const isLinked = isLinkedBy(virtual)
  const only = virtual.startsWith('$et-') ? { types: [virtual.slice('$et-'.length)] } : {}
  const positions: Array<number> = []
  let through = 0
  let looking: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    for await (const page of store.readAll({ after: through, ...only })) {
      for (const event of page.events) if (isLinked(event)) positions.push(event.position)
      through = page.through
    }
  }
  return async () => {
    const next = looking.then(look, look)
    looking = next
    await next
    return positions
  }
}

const at = async (store: EventStore, position: number): Promise<StoredEvent | undefined> => {
  for await (const { events } of store.readAll({ after: position - 1, upTo: position }))
    for (const event of events) return event
  return undefined
}

const linkView = (
  store: EventStore,
  through: string,
  links: () => Promise<ReadonlyArray<number>>,
): View => {
  async function* walk(from: number, step: 1 | -1, to: number): AsyncGenerator<Seen> {
    const positions = await links()
    const end = Math.min(positions.length - 1, to)
    for (let revision = from; revision >= 0 && (step > 0 ? revision <= end : revision >= to);) {
      const event = await at(store, positions[revision] ?? 0)
      if (event === undefined) return
      yield { revision, event, through }
      revision += step
    }
  }
  return {
    last: async () => (await links()).length - 1,
    forwards: (from) => walk(from, 1, Infinity),
    backwards: (from, to) => walk(from, -1, to),
  }
}

/** How many virtual streams are remembered. */
const remembered = 100

/** Gives the view of a stream by its name; none if it is no name. */
export const viewsOf = (store: EventStore): ((stream: string) => View | undefined) => {
  const known = new Map<string, () => Promise<ReadonlyArray<number>>>()
  return (stream) => {
    if (!isVirtual(stream)) return isStreamName(stream) ? streamView(store, stream) : undefined
    const links = known.get(stream) ?? linksOf(store, stream)
    known.delete(stream)
    known.set(stream, links)
    for (const oldest of known.keys()) if (known.size > remembered) known.delete(oldest)
    return linkView(store, stream, links)
  }
}

// ------------------------------------------------------------------------------------------------
// as they are sent
// ------------------------------------------------------------------------------------------------

export const linkType = '$>'

/** `7@request-0192…`: the event that a link leads to. */
const linkOf = ({ revision, event }: Seen, through: string): RecordedMessage => ({
  ...recordedOf(event),
  id: { string: uuidOf(`${through}/${revision}`) },
  stream: identifierOf(through),
  revision,
  metadata: new Map([
    ['type', linkType],
    ['content-type', 'application/octet-stream'],
    ['created', String(BigInt(event.recordedAt) * 10_000n)],
  ]),
  customMetadata: Buffer.alloc(0),
  data: Buffer.from(`${event.revision}@${event.stream}`),
})

/** The event that somebody's own link leads to, if it does. */
const target = async (store: EventStore, link: StoredEvent): Promise<StoredEvent | undefined> => {
  const [, revision = '', stream = ''] =
    /^(\d+)@(.+)$/su.exec(contentOf(link).data.toString('utf8')) ?? []
  return isStreamName(stream) ? eventAt(store, stream, Number(revision)) : undefined
}

/** At once, but for a link whose event is to be looked up. */
export const messageOf = (
  store: EventStore,
  shown: Seen,
  resolveLinks: boolean,
): ReadEvent | Promise<ReadEvent> => {
  const { event, through } = shown
  const commit = event.position
  if (through !== undefined) {
    const link = linkOf(shown, through)
    return resolveLinks ? { event: recordedOf(event), link, commit } : { event: link, commit }
  }
  return event.type === linkType && resolveLinks ? resolved(store, event) : plainly(event)
}

const resolved = async (store: EventStore, event: StoredEvent): Promise<ReadEvent> => {
  const { position: commit } = event
  const found = await target(store, event)
  const link = recordedOf(event)
  return found === undefined ? { link, commit } : { event: recordedOf(found), link, commit }
}

/**
 * What both dialects do alike: following, telling events from links, and what a server says of itself.
 */
import { within } from './deadline.ts'
import type { Capabilities, Live, Place, Received, Sent, Take, Written } from './line.ts'

/** What both clients hand out: an event, or a link to one that may be gone. */
export interface Resolved {
  readonly event?: Received | undefined
}

/** Adds what is kept of an item. */
export const taking =
  <A>(take: Take<A>) =>
  ({ event }: Resolved, kept: Array<A>): void => {
    if (event !== undefined) kept.push(take(event))
  }

export const toWritten = (answer: {
  readonly nextExpectedRevision: bigint
  readonly position?: Place
}): Written => ({ revision: answer.nextExpectedRevision, position: answer.position })

/** As the server is asked: revision −1 is no stream. */
export const behind = (after: number): bigint | 'no_stream' =>
  after < 0 ? 'no_stream' : BigInt(after)

/** An event as both clients take it. They turn its data into text again, which we have proved. */
export const toSent = ({ id, type, data, metadata }: Sent) => ({
  id,
  type,
  contentType: 'application/json',
  data,
  metadata,
})

/** The parts of a subscription that are used. */
export interface Subscribed {
  on(event: 'data', heard: (resolved: Resolved) => void): unknown
  on(event: 'error', failed: (reason: unknown) => void): unknown
  on(event: 'end' | 'close', ended: () => void): unknown
  pause(): unknown
  resume(): unknown
  unsubscribe(): Promise<void>
}

export const toLive = (subscription: Subscribed): Live => {
  let isClosed = false
  const over = (tell: () => void): void => {
    if (isClosed) return
    isClosed = true
    tell()
  }
  return {
    onEvent: (heard) =>
      subscription.on('data', ({ event }) => {
        if (!isClosed && event !== undefined) heard(event)
      }),
    onLost: (lost) => {
      subscription.on('error', (reason) => over(() => lost(reason)))
      subscription.on('end', () => over(() => lost('the server ended it')))
      subscription.on('close', () => over(() => lost('it was closed')))
    },
    pause: () => subscription.pause(),
    resume: () => subscription.resume(),
    close: () => {
      isClosed = true
      subscription.resume()
      subscription.unsubscribe().catch(() => {})
    },
  }
}

/** What `client.capabilities` gives: not part of either client's public types. */
export const featuresOf = async (
  client: object,
  { name, filters }: { readonly name: Capabilities['client']; readonly filters: boolean },
): Promise<Capabilities> => {
  const features: unknown = await Reflect.get(client, 'capabilities')
  const supports = (service: string, method: string): boolean =>
    isSupported(features, service, method)
  return {
    client: name,
    serverVersion: versionOf(features),
    batchAppend: supports('event_store.client.streams.Streams', 'BatchAppend'),
    filteredReads: filters,
    multiStreamAppend: supports('kurrentdb.protocol.v2.streams.StreamsService', 'AppendSession'),
  }
}

const isSupported = (features: unknown, service: string, method: string): boolean => {
  if (typeof features !== 'object' || features === null || !('supports' in features)) return false
  const { supports } = features
  return typeof supports === 'function' && supports({ path: `/${service}/${method}` }) === true
}

const versionOf = (features: unknown): string =>
  typeof features === 'object' && features !== null && 'serverVersion' in features
    ? String(features.serverVersion)
    : 'unknown'

/**
 * Lets go of a client for good. It ends its calls by itself but keeps its connection, and a process
 * alive that wants to end; the connection is not part of either client's public types.
 */
export const letGo = async (client: { readonly dispose: () => Promise<void> }): Promise<void> => {
  await client.dispose()
  const connection: unknown = Reflect.get(client, 'getChannel')
  if (typeof connection !== 'function') return
  try {
    const channel: unknown = await within(1_000, Promise.resolve(connection()))
    if (typeof channel === 'object' && channel !== null && 'close' in channel)
      if (typeof channel.close === 'function') channel.close()
  } catch {
    // There was none: nothing is left to close.
  }
}

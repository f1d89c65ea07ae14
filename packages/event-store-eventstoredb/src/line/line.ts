/**
 * The line to a server: the few calls that the log needs, in the words that both clients share.
 *
 * Behind it stands one of two clients; whatever differs between them ends here. What these calls
 * reject with is the client's own error, raw: `trouble.ts` says what it means.
 */
import type { ClientName } from '../client.ts'

/** An event as it is sent. Data is a plain JSON value, proved so beforehand. */
export interface Sent {
  /** A UUID. The same ids behind the same revision are written once, however often they are sent. */
  readonly id: string
  readonly type: string
  readonly data: unknown
  /** JSON in UTF-8: the clients send bytes as they are, and turn anything else into text and back. */
  readonly metadata: Uint8Array
}

/** An event as it is received, of anybody. */
export interface Received {
  readonly id: string
  readonly streamId: string
  readonly revision: bigint
  readonly type: string
  readonly data: unknown
  readonly metadata?: unknown
  readonly isJson: boolean
  readonly position?: Place | undefined
}

/** A place in the order of all events, as the server writes it. */
export interface Place {
  readonly commit: bigint
  readonly prepare: bigint
}

export interface Written {
  /** The stream's last revision now. */
  readonly revision: bigint
  /** Left out by a server that has written the same before and does not say where. */
  readonly position: Place | undefined
}

/**
 * What is kept of an event, told while it arrives: a client's own objects are gone before the next
 * comes, and the garbage collector need not carry a page of them along.
 */
export type Take<A> = (event: Received) => A

export interface StreamRange {
  readonly stream: string
  readonly from: number
  readonly count: number
}

export interface ReadRange {
  readonly from: 'start' | 'end' | Place
  readonly direction: 'forwards' | 'backwards'
  readonly count: number
}

/** Events as they are recorded, until it is closed or the line breaks. */
export interface Live {
  /** Calls back once with the reason when it is over and nobody closed it. */
  readonly onLost: (lost: (reason: unknown) => void) => void
  readonly onEvent: (heard: (event: Received) => void) => void
  readonly pause: () => void
  readonly resume: () => void
  readonly close: () => void
}

/** What the server can do beyond what every server does. */
export interface Capabilities {
  readonly client: ClientName
  /** As the server says; `unknown` for one too old to say. */
  readonly serverVersion: string
  /** Appends of many streams share one call. */
  readonly batchAppend: boolean
  /** The server leaves out of $all what nobody asked for, so that it is not sent. */
  readonly filteredReads: boolean
  /** Appends to several streams in one transaction. The port does not ask for it. */
  readonly multiStreamAppend: boolean
}

export interface Line {
  /** Appends that are under way at once share one call, and so take effect in the order of the calls. */
  readonly isOneCall: boolean
  /** `after` is the stream's last revision as the writer knows it, −1 for none. */
  readonly append: (stream: string, after: number, events: ReadonlyArray<Sent>) => Promise<Written>
  /** Up to `count` events from revision `from` on, that one included; each as `take` makes of it. */
  readonly readStream: <A>(range: StreamRange, take: Take<A>) => Promise<ReadonlyArray<A>>
  /** Forwards `from` is included, backwards it is not. */
  readonly readAll: <A>(range: ReadRange, take: Take<A>) => Promise<ReadonlyArray<A>>
  /** What is recorded behind `after`, that one excluded. */
  readonly follow: (after: 'start' | Place) => Live
  readonly capabilities: () => Promise<Capabilities>
  readonly close: () => Promise<void>
}

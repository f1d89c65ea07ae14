/**
 * The line to a server: the few calls that the log needs, in the words that both clients share.
 *
 * Behind it stands one of two clients; whatever differs between them ends here. What these calls
 * reject with is the client's own error, raw: `trouble.ts` says what it means.
 */
import type { ClientName } from '../client.ts'

/** An event as it is sent. Data and metadata are plain JSON values, proved so beforehand. */
export interface Sent {
  /** A UUID. The same ids behind the same revision are written once, however often they are sent. */
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly metadata: Readonly<Record<string, string | number>>
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
  /** Up to `count` events from revision `from` on, that one included. */
  readonly readStream: (
    stream: string,
    from: number,
    count: number,
  ) => Promise<ReadonlyArray<Received>>
  /** Forwards `from` is included, backwards it is not. */
  readonly readAll: (range: ReadRange) => Promise<ReadonlyArray<Received>>
  /** What is recorded behind `after`, that one excluded. */
  readonly follow: (after: 'start' | Place) => Live
  readonly capabilities: () => Promise<Capabilities>
  readonly close: () => Promise<void>
}

/**
 * What is remembered of streams: how far each goes, and which commands it has heard.
 *
 * A cluster has no index of command ids. But every event carries its command's id, a stream is read
 * before it is decided on, and an append is always sent with the exact revision it was decided on.
 * So what was read of a stream from its beginning on is an index that is complete up to that
 * revision, and the server's own check proves at each append that nothing has been written since.
 */
import type { CommandId, Instant, StreamName } from '@deskledger/kernel'
import type { Append } from '@deskledger/event-store'
import type { ClusterEvent } from './recorded.ts'

/** Where the events of one command stand. */
export interface Heard {
  /** None if it was not written down: any command under this id is taken for the first. */
  readonly fingerprint: string | undefined
  readonly firstRevision: number
  readonly lastRevision: number
  readonly lastPosition: number
  readonly recordedAt: Instant
  /** The server's id of its first event, which tells who wrote it; none if this handle did. */
  readonly firstId: string | undefined
}

export interface Remembered {
  /** The last revision that was seen; −1 for none. */
  readonly head: number
  /** When that was proved last, by reading to the end or by writing behind it; see `performance.now`. */
  readonly provedAt: number
  readonly heard: (commandId: CommandId) => Heard | undefined
}

export interface Memory {
  readonly of: (stream: StreamName) => Remembered | undefined
  /** The stream is known to have nothing, or nothing is known of it: begins to remember. */
  readonly begin: (stream: StreamName) => Remembered
  /** Takes events in that stand right behind what is remembered; all others change nothing. */
  readonly learn: (event: ClusterEvent) => void
  /** Takes in that an event of somebody else stands there. */
  readonly passed: (stream: StreamName, revision: number) => void
  /** Takes in what this handle sent at that time, if it stands right behind what is remembered. */
  readonly wrote: (
    command: Pick<Append, 'stream' | 'commandId'>,
    places: Growing,
    at: number,
  ) => void
  /** At that time, or later, the stream went no further than is remembered. */
  readonly proved: (stream: StreamName, at: number) => void
  /** The latest time of recording that was seen, of any stream. */
  readonly newest: () => Instant | undefined
  /** The streams that are remembered, and their commands. */
  readonly size: () => number
}

interface Stream {
  head: number
  provedAt: number
  /** Asked for since it was last looked at to be let go. */
  isUsed: boolean
  readonly commands: Map<CommandId, Growing>
}

/** As long as events of the command follow. */
export type Growing = { -readonly [K in keyof Heard]: Heard[K] }

/**
 * Lets go of streams once it is larger than `most`, the oldest first: but one that was asked for in the
 * meantime takes its place behind all others.
 */
export const memoryOf = (most: number): Memory => {
  const streams = new Map<StreamName, Stream>()
  let size = 0
  let newest: Instant | undefined
  const saw = (time: Instant): void => {
    if (newest === undefined || time > newest) newest = time
  }

  const begin = (stream: StreamName): Stream => {
    const known = streams.get(stream)
    if (known !== undefined) return known
    const empty: Stream = { head: -1, provedAt: -Infinity, isUsed: false, commands: new Map() }
    streams.set(stream, empty)
    grow(stream)
    return empty
  }

  const grow = (own: StreamName): void => {
    size += 1
    if (size <= most) return
    for (const [name, stream] of streams) {
      if (size <= most) return
      if (name === own) continue
      streams.delete(name)
      if (stream.isUsed) streams.set(name, stream)
      else size -= stream.commands.size + 1
      stream.isUsed = false
    }
  }

  const learn = (event: ClusterEvent): void => {
    const { stream, revision, recordedAt, commandId } = event
    saw(recordedAt)
    const known = revision === 0 ? begin(stream) : streams.get(stream)
    if (known === undefined || revision !== known.head + 1) return
    const before = known.commands.get(commandId)
    known.head = revision
    if (before !== undefined) {
      before.lastRevision = revision
      before.lastPosition = event.position
      return
    }
    known.commands.set(commandId, heardFirst(event))
    grow(stream)
  }

  const passed: Memory['passed'] = (stream, revision) => {
    const known = revision === 0 ? begin(stream) : streams.get(stream)
    if (known !== undefined && revision === known.head + 1) known.head = revision
  }

  const wrote: Memory['wrote'] = ({ stream, commandId }, places, at) => {
    saw(places.recordedAt)
    const known = streams.get(stream)
    if (known === undefined) return
    if (at > known.provedAt) known.provedAt = at
    if (places.firstRevision !== known.head + 1) return
    known.head = places.lastRevision
    known.commands.set(commandId, places)
    grow(stream)
  }

  return {
    of: (stream) => {
      const known = streams.get(stream)
      if (known === undefined) return undefined
      known.isUsed = true
      return seen(known)
    },
    begin: (stream) => seen(begin(stream)),
    learn,
    passed,
    wrote,
    proved: (stream, at) => {
      const known = streams.get(stream)
      if (known !== undefined && at > known.provedAt) known.provedAt = at
    },
    newest: () => newest,
    size: () => size,
  }
}

const seen = ({ head, provedAt, commands }: Stream): Remembered => ({
  head,
  provedAt,
  heard: (commandId) => commands.get(commandId),
})

const heardFirst = ({
  revision,
  position,
  recordedAt,
  fingerprint,
  serverId: firstId,
}: ClusterEvent): Growing => ({
  fingerprint,
  firstRevision: revision,
  lastRevision: revision,
  lastPosition: position,
  recordedAt,
  firstId,
})

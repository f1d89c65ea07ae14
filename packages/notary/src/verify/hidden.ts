/**
 * Streams that do not show what the log still holds of them: truncated, limited to their last events,
 * deleted or tombstoned, and not scavenged yet. Whoever decides on such a stream reads too little.
 */
import type { EventStore, StoreError } from '@deskledger/event-store'
import type { StreamName } from '@deskledger/kernel'
import type { Noted } from '../noted.ts'
import type { Findings } from './finding.ts'

interface Asking {
  readonly findings: Findings
  readonly signal: AbortSignal | undefined
  /** Streams that are known not to be as they were noted. */
  readonly passed: ReadonlySet<string>
}

/** How many streams are asked for at once. */
const atOnce = 8

export const judgeStreams = async (
  store: EventStore,
  noted: Noted,
  { findings, signal, passed }: Asking,
): Promise<void> => {
  const streams = noted.streams()[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (let next = streams.next(); next.done !== true; next = streams.next()) {
      if (signal?.aborted === true) return
      const { stream, first } = next.value
      if (passed.has(stream)) continue
      const shown = await firstShown(store, stream)
      if (shown === undefined) findings.add({ _tag: 'StreamHidden', stream })
      else if (shown > first) findings.add({ _tag: 'StreamHidden', stream, from: shown })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** The first revision that a stream shows; none if it shows nothing. Throws a `StoreError`. */
const firstShown = async (store: EventStore, stream: string): Promise<number | undefined> => {
  if (!isStreamName(stream)) return undefined
  try {
    for await (const { events } of store.readStream(stream)) return events[0]?.revision
    return undefined
  } catch (thrown) {
    const found = gapIn(thrown)
    if (found === 'none') return undefined
    if (found === undefined) throw thrown
    return found
  }
}

/** What a log says that does not read on in silence over a gap at the beginning of a stream. */
const gapIn = (thrown: unknown): number | 'none' | undefined => {
  const { _tag, cause } = thrown as Partial<Extract<StoreError, { readonly cause: unknown }>>
  if (_tag !== 'StoreDamaged' || typeof cause !== 'object' || cause === null) return undefined
  if ('found' in cause && typeof cause.found === 'number') return cause.found
  return '_tag' in cause && cause._tag === 'StreamDeleted' ? 'none' : undefined
}

const isStreamName = (name: string): name is StreamName => name.length > 0

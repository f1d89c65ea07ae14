/**
 * What a server sends of itself, waiting to be taken in pages. Whoever does not take holds the server
 * up and not the memory: beyond two pages the line is told to pause.
 */
import type { Page } from '@deskledger/event-store'
import type { Live } from './line/line.ts'
import type { Reader } from './read.ts'
import { hasTypeOf, isOurs, safePosition, type Arrived } from './recorded.ts'

export interface Queue {
  /** The next page behind position `after`; none if nothing of ours has come. */
  readonly take: (after: number, types?: ReadonlyArray<string>) => Page | undefined
  /** The line broke: what has come can be taken, and nothing more will come. */
  readonly lost: () => { readonly reason: unknown } | undefined
  readonly close: () => void
}

export const queueOf = (
  live: Live,
  reading: Reader,
  { pageSize, wake }: { readonly pageSize: number; readonly wake: () => void },
): Queue => {
  let waiting: Array<Arrived> = []
  let isPaused = false
  let end: { readonly reason: unknown } | undefined

  live.onEvent((received) => {
    const event = reading.take(received)
    if (!isOurs(event)) return
    waiting.push(event)
    if (waiting.length >= 2 * pageSize && !isPaused) {
      isPaused = true
      live.pause()
    }
    wake()
  })
  live.onLost((reason) => {
    end = { reason }
    wake()
  })

  return {
    take: (after, types) => {
      const next = waiting.slice(0, pageSize)
      waiting = waiting.slice(pageSize)
      if (isPaused && waiting.length < pageSize) {
        isPaused = false
        live.resume()
      }
      return pageOf(next, { after, types, reading, isLast: waiting.length === 0 })
    },
    lost: () => end,
    close: live.close,
  }
}

const pageOf = (
  next: ReadonlyArray<Arrived>,
  { after, types, reading, isLast }: Wanted,
): Page | undefined => {
  const behind = next.filter(({ place }) => (safePosition(place) ?? Infinity) > after)
  const through = safePosition(behind.at(-1)?.place) ?? after
  if (behind.length === 0) return undefined
  const wanted = types === undefined ? behind : behind.filter(hasTypeOf(new Set(types)))
  return { events: reading.recorded(wanted), through, isLast }
}

interface Wanted {
  readonly after: number
  readonly types: ReadonlyArray<string> | undefined
  readonly reading: Reader
  readonly isLast: boolean
}

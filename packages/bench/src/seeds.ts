/**
 * Logs to read from, made once for each adapter: one event an append, as a desk grows by itself.
 */
import type { Log } from './adapters/log.ts'
import type { Event } from './facts/events.ts'
import { longHistory, streamOf, type RequestStream } from './facts/made.ts'
import { serviceDesk } from './facts/service-desk.ts'

/** `help-desk` is no log but two files to import: see `help-desk/files.ts`. */
export type SeedName = 'desk' | 'long' | 'help-desk'
export type Size = 'full' | 'tenth' | 'quick'

/** How many events the service desk has. */
export const deskSize: Readonly<Record<Size, number>> = {
  full: 200_000,
  tenth: 20_000,
  quick: 2_000,
}

/** How many requests of a long history there are, and how many events each has. */
export const longSize: Readonly<
  Record<Size, { readonly requests: number; readonly each: number }>
> = {
  full: { requests: 20, each: 1_000 },
  tenth: { requests: 20, each: 1_000 },
  quick: { requests: 2, each: 1_000 },
}

/** Gives how many events there are now. */
export const plant = async (
  log: Log,
  name: Exclude<SeedName, 'help-desk'>,
  size: Size,
): Promise<number> => {
  const versions = new Map<RequestStream, number>()
  let planted = 0
  for (const event of name === 'desk' ? serviceDesk(deskSize[size]) : longHistories(size)) {
    const stream = streamOf(event.data)
    const version = versions.get(stream) ?? -1
    await log.append({ stream, version, events: [event] })
    versions.set(stream, version + 1)
    planted += 1
  }
  return planted
}

function* longHistories(size: Size): Generator<Event> {
  const { requests, each } = longSize[size]
  for (let request = 0; request < requests; request += 1) yield* longHistory(request, each)
}

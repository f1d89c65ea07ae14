/**
 * Following the log: pages as far as it goes, then what the server sends as it is recorded.
 *
 * Neither client subscribes again when the line breaks, so this does: after a pause that grows, half
 * of it chance, it reads on behind the last event it has given out, and follows from there. It
 * resumes from events only and never from a server's checkpoints, whose position a later event may
 * take. A server that is silent for long is asked whether it still is; a subscription that died
 * without a word is found out by that.
 */
import {
  storeClosed,
  toStoreError,
  waking,
  type EventStore,
  type Page,
  type ReadAll,
  type Waking,
} from '@deskledger/event-store'
import { queueOf } from './queue.ts'
import { placeAt, type Reader, type ReadSettings } from './read.ts'
import { pauseOf } from './retry.ts'
import { isPassing, troubleOf, unavailable } from './trouble.ts'

export interface SubscribeSettings extends ReadSettings {
  /** After how long a silence to ask the server, in milliseconds. */
  readonly askEveryMs: number
  /** Calls back when the log is closed; gives what takes that back. */
  readonly whenClosed: (closed: () => void) => () => void
}

type From = Omit<ReadAll, 'upTo'>

export const subscriber =
  (settings: SubscribeSettings, reading: Reader): EventStore['subscribe'] =>
  (from = {}, { signal } = {}) => {
    const bell = waking()
    let isLeft = false
    const isWanted = (): boolean => !isLeft && signal?.aborted !== true && settings.isOpen()
    const pages = walk(settings, reading, { from, isWanted, bell, signal })
    const iterator: AsyncIterableIterator<Page> = {
      next: () => pages.next(),
      return: () => {
        isLeft = true
        bell.wake()
        return pages.return(undefined)
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

interface Wanted {
  readonly from: From
  readonly isWanted: () => boolean
  readonly bell: Waking
  readonly signal: AbortSignal | undefined
}

async function* walk(
  settings: SubscribeSettings,
  reading: Reader,
  { from, isWanted, bell, signal }: Wanted,
): AsyncGenerator<Page, undefined> {
  const { isOpen, whenClosed, retry } = settings
  if (!isOpen()) throw storeClosed
  const forgetBell = whenClosed(bell.wake)
  let after = Math.max(0, from.after ?? 0)
  try {
    for (let failures = 0; isWanted(); failures += 1) {
      if (failures > 0) await bell.sleep(pauseOf(retry, failures - 1), signal)
      try {
        for await (const page of onwards(
          settings,
          reading,
          { ...from, after },
          { isWanted, bell, signal },
        )) {
          after = page.through
          failures = 0
          yield page
          if (!isWanted()) return undefined
        }
        failures = 0
      } catch (thrown) {
        if (isOpen() && !isPassing(thrown)) throw toStoreError(thrown)
      }
    }
  } finally {
    forgetBell()
  }
  return undefined
}

/** As far as the log goes and then on, until the line breaks, it is silent, or nobody wants more. */
async function* onwards(
  { line, pageSize, askEveryMs, hosts }: SubscribeSettings,
  reading: Reader,
  from: From & { readonly after: number },
  { isWanted, bell, signal }: Omit<Wanted, 'from'>,
): AsyncGenerator<Page> {
  let { after } = from
  for await (const page of reading.readAll({ ...from, isAhead: true })) {
    after = page.through
    yield page
  }
  const queue = queueOf(line.follow(placeAt(after)), reading, { pageSize, wake: bell.wake })
  try {
    for (let heardAt = performance.now(); isWanted();) {
      const page = queue.take(after, from.types)
      if (page !== undefined) {
        ;[after, heardAt] = [page.through, performance.now()]
        yield page
      } else if (queue.lost() !== undefined)
        throw unavailable(troubleOf(queue.lost()?.reason, { hosts }))
      else if (performance.now() - heardAt >= askEveryMs) return
      else await bell.sleep(askEveryMs, signal)
    }
  } finally {
    queue.close()
  }
}

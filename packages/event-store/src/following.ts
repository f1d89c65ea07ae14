/**
 * Following a log: pages as far as it goes, then on as events are recorded.
 *
 * A subscription is a cursor and nothing else: one loop that reads from where it stands and sleeps
 * at the end, so history and the present cannot overlap or leave a gap, and a slow consumer is
 * simply behind. It ends when it is told to return, even while it sleeps.
 */
import { storeClosed } from './errors.ts'
import type { Page, ReadAll } from './port.ts'
import type { Waking } from './waking.ts'

export interface Followed {
  readonly readAll: (from: ReadAll) => AsyncIterable<Page>
  /** Another value whenever something was recorded since it was last asked for. */
  readonly version: () => unknown
  readonly isOpen: () => boolean
  readonly waking: Waking
  /** How long to sleep before looking whether somebody wrote without waking, in milliseconds. */
  readonly lookEveryMs: number
}

export const follow = (
  log: Followed,
  from: Omit<ReadAll, 'upTo'>,
  signal?: AbortSignal,
): AsyncIterableIterator<Page> => {
  let isLeft = false
  const isWanted = (): boolean => !isLeft && signal?.aborted !== true && log.isOpen()
  const pages = walk(log, from, isWanted, signal)
  return {
    next: () => pages.next(),
    return: () => {
      isLeft = true
      log.waking.wake()
      return pages.return(undefined)
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** The version is asked for before reading: what is recorded meanwhile is seen in the next round. */
async function* walk(
  { readAll, version, isOpen, waking, lookEveryMs }: Followed,
  from: Omit<ReadAll, 'upTo'>,
  isWanted: () => boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<Page, undefined> {
  if (!isOpen()) throw storeClosed
  let after = from.after ?? 0
  while (isWanted()) {
    const seen = version()
    for await (const page of readAll({ ...from, after })) {
      after = page.through
      yield page
      if (!isWanted()) return undefined
    }
    while (isWanted() && version() === seen) await waking.sleep(lookEveryMs, signal)
  }
  return undefined
}

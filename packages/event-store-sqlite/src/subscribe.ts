/**
 * Following the log: pages as far as it goes, then on as events are recorded.
 *
 * A subscription is a cursor and nothing else. It is woken by commits of this process at once and
 * looks for those of other processes every 100 ms, by a counter that SQLite keeps in memory.
 */
import type { Page, ReadAll, Waking } from '@deskledger/event-store'
import type { Reader } from './read.ts'

const lookEveryMs = 100

export async function* subscribe(
  reader: Reader,
  { sleep }: Waking,
  isOpen: () => boolean,
  from: Omit<ReadAll, 'upTo'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Page> {
  const isWanted = () => isOpen() && signal?.aborted !== true
  let after = from.after ?? 0
  while (isWanted()) {
    const version = reader.dataVersion()
    for await (const page of reader.readAll({ ...from, after })) {
      after = page.through
      yield page
      if (!isWanted()) return
    }
    while (isWanted() && reader.dataVersion() === version) await sleep(lookEveryMs, signal)
  }
}

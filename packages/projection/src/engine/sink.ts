/**
 * Where rows are kept: loaded and written for one batch, within one transaction.
 */
import type { Batch, Load, Loaded, Write } from './batch.ts'

/** A database that answers at once. */
export interface Sink {
  readonly load: (load: Load) => Loaded
  readonly write: (write: Write) => void
}

/** A database that answers later. */
export interface AsyncSink {
  readonly load: (load: Load) => Promise<Loaded>
  readonly write: (write: Write) => Promise<void>
}

const noRows: Loaded = { rows: [], owned: [] }

/** Runs a batch on a sink; what throws leaves the transaction to be rolled back. */
export const drive = (batch: Batch, sink: Sink): void => {
  let answer = noRows
  for (;;) {
    const { done, value: ask } = batch.next(answer)
    if (done === true) return
    answer = noRows
    if (ask.type === 'load') answer = sink.load(ask)
    else sink.write(ask)
  }
}

export const driveLater = async (batch: Batch, sink: AsyncSink): Promise<void> => {
  let answer = noRows
  for (;;) {
    const { done, value: ask } = batch.next(answer)
    if (done === true) return
    answer = noRows
    if (ask.type === 'load') answer = await sink.load(ask)
    else await sink.write(ask)
  }
}

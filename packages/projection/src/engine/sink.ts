/**
 * Where rows are kept: loaded and written for one batch, within one transaction.
 */
import type { Batch, Load, Loaded, Write } from './batch.ts'

/** A database that answers at once. */
export interface Sink {
  readonly load: (load: Load) => Loaded
  readonly write: (write: Write) => void
}

/** A database that answers later, and does what it is asked one after the other. */
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

/**
 * Nobody waits for what is written until the batch is over: no table asks for rows of another, and the
 * database writes one table while the next is folded. Throws what failed first.
 */
export const driveLater = async (batch: Batch, sink: AsyncSink): Promise<void> => {
  const writing: Array<Promise<void>> = []
  try {
    let answer = noRows
    for (;;) {
      const { done, value: ask } = batch.next(answer)
      if (done === true) break
      answer = noRows
      if (ask.type === 'load') answer = await sink.load(ask)
      else writing.push(heeded(sink.write(ask)))
    }
  } catch (error) {
    await Promise.all(writing)
    throw error
  }
  await Promise.all(writing)
}

/** What fails is told where all are awaited. */
const heeded = (work: Promise<void>): Promise<void> => {
  work.catch(() => {})
  return work
}

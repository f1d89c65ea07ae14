/**
 * Service histories of other systems, brought into a desk and taken back.
 */
import { randomBytes } from 'node:crypto'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Actor, Instant } from '@deskledger/kernel'
import {
  importHistory,
  sendTo,
  withdrawImport,
  type ImportError,
  type ImportSettings,
  type Port,
  type Report,
  type WithdrawError,
  type Withdrawn,
} from '@deskledger/ingest'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { machineClock } from './clock.ts'

/** What is told of an import; the desk knows its own clock and secret. */
export type ImportOptions = Omit<ImportSettings, 'secret' | 'clock'>

export interface Importing {
  readonly importHistory: (options: ImportOptions) => TaskEither<ImportError, Report>
  readonly withdrawImport: (options: {
    readonly batchId: string
    readonly actor: Actor
    readonly onProgress?: (requests: number) => void
  }) => TaskEither<WithdrawError, Withdrawn>
}

export const importing = (
  port: Port,
  { clock, secret }: { readonly clock: () => Instant; readonly secret: Buffer },
): Importing => ({
  importHistory: (options) => importHistory(port, { ...options, clock, secret }),
  withdrawImport: (options) => withdrawImport(port, options),
})

/** What an import into a desk that does not exist yet would do. Nothing is written anywhere. */
export const rehearse = (options: ImportOptions): TaskEither<ImportError, Report> => {
  const store = memoryEventStore({ clock: machineClock })
  const { readStream, readAll } = store
  const port = { send: sendTo(store, { clock: machineClock }), readStream, readAll }
  const secret = randomBytes(32)
  return importHistory(port, { ...options, mode: 'rehearsal', clock: machineClock, secret })
}

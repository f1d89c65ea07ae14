/**
 * `deskledger backup` and `deskledger restore`: a desk copied while others write, and a desk out of a
 * copy, with everybody erased who was erased since.
 */
import { backupDesk, restoreDesk } from '@deskledger/desk'
import { resolve } from 'node:path'
import type { Context } from '../context.ts'

export const backup = async ({ desk, io, json }: Context, to: string): Promise<void> => {
  const made = await backupDesk(desk, resolve(to))
  if (json) return io.out(`${JSON.stringify(made)}\n`)
  io.out(`backed up ${made.head.toLocaleString('en')} events to ${resolve(to)}\n`)
  io.out('keep erasures.jsonl and certificates/ elsewhere: a restore demands them\n')
}

interface RestoreOptions {
  readonly ledger?: string
  readonly ledgerLost?: boolean
}

export const restore = async (
  { desk, io, json }: Context,
  from: string,
  { ledger, ledgerLost = false }: RestoreOptions,
): Promise<void> => {
  const restored = await restoreDesk({
    from: resolve(from),
    folder: desk,
    ledgerLost,
    ...(ledger === undefined ? {} : { ledger: resolve(ledger) }),
  })
  if (json) return io.out(`${JSON.stringify(restored)}\n`)
  const { head, erasures, keysDestroyed } = restored
  io.out(`restored ${head.toLocaleString('en')} events into ${desk}\n`)
  io.out(`${erasures} erasures of the ledger applied, ${keysDestroyed} keys destroyed\n`)
}

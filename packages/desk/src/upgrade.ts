/**
 * A desk that an earlier version left, brought to the present form.
 *
 * The log is never rewritten: old events are upcast as they are read. Log and keys have one form that
 * can be read; an older or newer one is refused by name. Read models are folded anew where they were
 * made by other projectors, and read on until the new ones are level.
 */
import { existsSync } from 'node:fs'
import type { Checkpoint } from '@deskledger/projection'
import type { MasterKeyProvider } from '@deskledger/vault'
import { viewsFile } from './folder.ts'
import { openDesk } from './open.ts'
import { orThrow, ProblemError } from './problem.ts'
import { readDesk } from './reading.ts'
import { logFormat } from './versions.ts'

export interface Upgrade {
  /** The format of the log, as it was and is. */
  readonly logFormat: number
  /** What became of the read models. */
  readonly readModels: 'asTheyWere' | 'broughtLevel' | 'made' | 'builtAnew'
  /** How far they are. */
  readonly position: number
}

export interface UpgradeOptions {
  readonly folder: string
  readonly masterKey?: MasterKeyProvider
  /** Hears how far the read models are. */
  readonly onProgress?: (reached: { readonly position: number }) => void
}

/** Rejects with a `ProblemError` where the desk has a form that cannot be read. */
export const upgradeDesk = async (options: UpgradeOptions): Promise<Upgrade> => {
  const isThere = existsSync(viewsFile(options.folder))
  const before = await found(options)
  const desk = await openDesk({ ...options, mode: 'still' })
  try {
    const now = await desk.caughtUp()
    const { position } = now
    return { logFormat, readModels: isThere ? became(before, now) : 'made', position }
  } finally {
    await desk.close()
  }
}

/** The read models as they stand; none if they cannot be read. */
const found = async (options: UpgradeOptions): Promise<Checkpoint | undefined> => {
  const desk = await readDesk(options)
  try {
    return orThrow(desk.views().checkpoint())
  } catch (caught) {
    if (caught instanceof ProblemError) return undefined
    throw caught
  } finally {
    await desk.close()
  }
}

const became = (before: Checkpoint | undefined, now: Checkpoint): Upgrade['readModels'] => {
  if (before?.fingerprint !== now.fingerprint) return 'builtAnew'
  return before.position === now.position ? 'asTheyWere' : 'broughtLevel'
}

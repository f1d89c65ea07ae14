/**
 * How far each erasure has come, kept with the keys, so that one that was interrupted goes on.
 *
 *   begun      somebody asked for it; nothing is done
 *   requested  the request is a fact in the log
 *   fenced     nothing personal is recorded of the person any more
 *   destroyed  the keys are gone, and the ledger says so
 *   told       that the person was erased is a fact in the log
 *   scrubbed   the read models hold nothing of the person, nor the free space of their file
 *   certified  the files were searched, and the certificate is written
 */
import type { Actor } from '@deskledger/kernel'
import type { Subject } from '../subject.ts'

export const steps = [
  'begun',
  'requested',
  'fenced',
  'destroyed',
  'told',
  'scrubbed',
  'certified',
] as const
export type Step = (typeof steps)[number]

/** What has become known on the way; times are milliseconds since 1970 UTC. */
export interface Erasing {
  readonly erasure: string
  readonly partyId: string
  readonly basis: string
  readonly reason: string
  readonly actor: Actor
  readonly at: { readonly [S in Step]?: number }
  readonly subjects: ReadonlyArray<Subject>
  readonly keyIds: ReadonlyArray<string>
  readonly events: number
  readonly values: number
  readonly isEntangled: boolean
}

export const stepOf = ({ at }: Erasing): Step =>
  steps.findLast((step) => at[step] !== undefined) ?? 'begun'

export const isPast = (erasing: Erasing, step: Step): boolean =>
  steps.indexOf(stepOf(erasing)) >= steps.indexOf(step)

/** Where it is kept how far each erasure has come. */
export interface Journal {
  /**
   * Writes down a new erasure, unless there is one of the same party. The one that counts: of two
   * that begin at the same moment, the same for both.
   */
  readonly begin: (erasing: Erasing) => Promise<Erasing>
  /** Durable when it returns. An erasure that has come further by somebody else's hand stays so. */
  readonly write: (erasing: Erasing) => Promise<void>
  /** The erasure of this party, however far it has come. */
  readonly of: (partyId: string) => Promise<Erasing | undefined>
  readonly all: () => Promise<ReadonlyArray<Erasing>>
}

/** Those that were begun and not ended. */
export const pendingIn = async ({
  journal,
}: {
  readonly journal: Journal
}): Promise<ReadonlyArray<Erasing>> =>
  (await journal.all()).filter((erasing) => !isPast(erasing, 'certified'))

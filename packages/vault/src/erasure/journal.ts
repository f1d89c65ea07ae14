/**
 * How far each erasure has come, kept in `keys.db`, so that one that was interrupted goes on.
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
import type { Vault } from '../vault.ts'

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

/** Durable when it returns. */
export const write = ({ db }: Vault, erasing: Erasing): void => {
  const put = db.prepare(`INSERT INTO erasures VALUES (@erasure, @subject, @step, @note)
    ON CONFLICT(erasure) DO UPDATE SET step = @step, note = @note`)
  db.pragma('synchronous = FULL')
  put.run({
    erasure: erasing.erasure,
    subject: `party:${erasing.partyId}`,
    step: stepOf(erasing),
    note: JSON.stringify(erasing),
  })
  db.pragma('synchronous = NORMAL')
}

const notesIn = ({ db }: Vault, where: string, ...params: ReadonlyArray<string>) =>
  db
    .prepare(`SELECT note FROM erasures WHERE ${where} ORDER BY erasure`)
    .pluck()
    .all(...params)
    .map((note) => JSON.parse(String(note)) as Erasing)

/** Those that were begun and not ended. */
export const pendingIn = (vault: Vault): ReadonlyArray<Erasing> =>
  notesIn(vault, "step <> 'certified'")

/** The erasure of this party, however far it has come. */
export const erasureOf = (vault: Vault, partyId: string): Erasing | undefined =>
  notesIn(vault, 'subject = ?', `party:${partyId}`).at(0)

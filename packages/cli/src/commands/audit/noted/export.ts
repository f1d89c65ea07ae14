/**
 * `deskledger audit export --notary`: a bundle of what was noted, with the events as the log gives them
 * now; each is held against what was noted before it goes in. One that differs is a finding.
 */
import * as E from 'fp-ts/lib/Either.js'

import { dictionaryText } from '@deskledger/audit'
import { assembled, ProblemError, problemOf } from '@deskledger/desk'
import type { Manifest } from '@deskledger/event-store/evidence'
import type { NoteKey } from '@deskledger/event-store/integrity'
import { outsideOf, type Cluster } from '../../../cluster/cluster.ts'
import type { Context } from '../../../context.ts'
import { tellFinding } from '../../../output/finding.ts'
import { announcedOn, onNoted } from './verify.ts'

export interface Exporting {
  readonly note: string | undefined
  readonly keys: ReadonlyArray<NoteKey>
}

/** None where the log is not what was noted, which is said. */
export const exportNoted = (
  context: Context,
  cluster: Cluster,
  { into, note, keys: given }: Exporting & { readonly into: string },
): Promise<Manifest | undefined> => {
  const folder = outsideOf(cluster, into)
  return onNoted(cluster, async ({ deskId }, store) => {
    const { writeNotaryEvidence } = await import('@deskledger/notary')
    const announced = await announcedOn(store, deskId)
    const keys = [...given, ...announced.filter(({ id }) => given.every((key) => key.id !== id))]
    const extra = { 'event-dictionary.json': dictionaryText(assembled().registry) }
    const settings = { file: cluster.file, store, folder, keys, extra }
    const signed = note === undefined ? {} : { note }
    const written = await writeNotaryEvidence({ ...settings, ...signed })()
    if (E.isRight(written)) return written.right
    if (written.left._tag !== 'EventDiffers') throw new ProblemError(problemOf(written.left))
    tellFinding(context, problemOf(written.left), { exported: false })
    return undefined
  })
}

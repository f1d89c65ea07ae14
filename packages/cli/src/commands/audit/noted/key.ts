/**
 * The keys of a log on a cluster: under the name of the desk that its notary knows, announced in the
 * log itself.
 */
import { randomUUID } from 'node:crypto'
import { announcementOf } from '@deskledger/audit'
import { decider } from '@deskledger/domain/notary'
import type { CommandId } from '@deskledger/kernel'
import { handle, type EventStore } from '@deskledger/event-store'
import { originOf } from '@deskledger/event-store/integrity'
import { clock, onLog, type Cluster } from '../../../cluster/cluster.ts'
import { answered } from '../auditing.ts'
import { onNoted } from './verify.ts'

export const originNoted = (cluster: Cluster): Promise<string> =>
  onNoted(cluster, async ({ deskId }) => originOf(deskId))

/** Announces keys, each after the first as the one that follows the one before it. */
export const announceOn = async (cluster: Cluster, texts: ReadonlyArray<string>): Promise<void> => {
  const deskId = await onNoted(cluster, async (noted) => noted.deskId)
  await onLog(cluster, 'refuse', (store) => announce(store, deskId, texts))
}

const announce = async (
  store: EventStore,
  deskId: string,
  texts: ReadonlyArray<string>,
): Promise<void> => {
  const send = handle(decider, store, { clock })
  let replaces: string | undefined
  for (const text of texts) {
    const announcement = announcementOf(text)
    const data = { deskId, ...announcement, ...(replaces && { replaces }) }
    const commandId = randomUUID() as CommandId
    const actor = { kind: 'system', id: 'notary' } as const
    await answered(send({ type: 'AnnounceSigningKey', data } as never, { actor, commandId }))
    replaces = announcement.keyId
  }
}

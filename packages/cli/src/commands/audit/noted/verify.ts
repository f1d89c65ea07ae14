/**
 * `deskledger audit verify --notary`: the log on a cluster read again and held against what its notary
 * noted. Exit code 1 for anything that differs.
 */
import * as E from 'fp-ts/lib/Either.js'
import { keyIn, leavingNoTrace } from '@deskledger/audit'
import type { StreamName } from '@deskledger/kernel'
import type { EventStore } from '@deskledger/event-store'
import type { NoteKey } from '@deskledger/event-store/integrity'
import type { Noted, NotaryVerification } from '@deskledger/notary'
import { onLog, type Cluster } from '../../../cluster/cluster.ts'
import type { Context } from '../../../context.ts'
import { tellNoted } from '../../../output/noted.ts'
import { progress } from '../../../output/progress.ts'
import { answered } from '../auditing.ts'

export interface NotedVerifying {
  readonly notes: ReadonlyArray<string>
  readonly keys: ReadonlyArray<NoteKey>
  /** Whether each stream is asked for its beginning too. */
  readonly streams: 'shown' | 'unasked'
}

export const verifyNoted = async (
  context: Context,
  cluster: Cluster,
  verifying: NotedVerifying,
): Promise<void> => {
  const verification = await verifiedNoted(context, cluster, verifying)
  if (verification.findingsCount > 0) context.finding()
  const { io, json } = context
  if (json) return io.out(`${JSON.stringify(verification, null, 2)}\n`)
  tellNoted(io, verification)
}

/** Leaves the notary as it was. Ctrl-C ends it where it is. */
export const verifiedNoted = (
  { io, quiet }: Context,
  cluster: Cluster,
  { notes, keys, streams }: NotedVerifying,
): Promise<NotaryVerification> =>
  onNoted(cluster, async (noted, store) => {
    const { verifyNotary } = await import('@deskledger/notary')
    const bar = progress(io, 'verifying', 'events', quiet)
    const stopping = new AbortController()
    const stop = (): void => stopping.abort()
    process.once('SIGINT', stop)
    try {
      const announced = await announcedOn(store, noted.deskId)
      const { file } = cluster
      const onProgress = (at: number, end: number): void => bar.update(at, end, at)
      const settings = { file, store, notes, keys, announced, streams, onProgress }
      return await answered(verifyNotary({ ...settings, signal: stopping.signal }))
    } finally {
      process.removeListener('SIGINT', stop)
      bar.stop()
    }
  })

/** Runs `work` on what was noted and on the log; leaves both as they were. */
export const onNoted = async <A>(
  cluster: Cluster,
  work: (noted: Noted, store: EventStore) => Promise<A>,
): Promise<A> => {
  const { file } = cluster
  const { withNoted } = await import('@deskledger/notary')
  return leavingNoTrace([file], () =>
    answered(() =>
      withNoted(file, async (noted) =>
        E.right(await onLog(cluster, 'skip', (store) => work(noted, store))),
      ),
    ),
  )
}

/** The keys that the log announces, in order; none where it cannot be read, which others find. */
export const announcedOn = async (
  store: EventStore,
  deskId: string,
): Promise<ReadonlyArray<NoteKey>> => {
  const stream: StreamName = `notary-${deskId}`
  const keys: Array<NoteKey> = []
  try {
    for await (const { events } of store.readStream(stream))
      keys.push(...events.flatMap((event) => keyIn(deskId, event)))
    return keys
  } catch {
    return []
  }
}

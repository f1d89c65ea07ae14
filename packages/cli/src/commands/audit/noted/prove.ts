/**
 * `deskledger audit prove --notary`: proofs of events that are on a cluster, from the hashes that its
 * notary noted and the event as the log gives it now.
 */
import * as E from 'fp-ts/lib/Either.js'
import { borneOut, keptNote, type Disproved, type NoEventSo } from '@deskledger/audit'
import type { EventStore } from '@deskledger/event-store'
import {
  consistencyOf,
  type ConsistencyProof,
  type InclusionProof,
  type ProveError,
} from '@deskledger/event-store/evidence'
import type { NoteKey } from '@deskledger/event-store/integrity'
import type { EventDiffers, Noted, NotedEvent } from '@deskledger/notary'
import type { Cluster } from '../../../cluster/cluster.ts'
import { onNoted } from './verify.ts'

type Failure =
  | ProveError
  | Disproved
  | NoEventSo
  | EventDiffers
  | { readonly _tag: 'NoNote'; readonly commit: number }
export type NotedProving = E.Either<Failure, InclusionProof | ConsistencyProof>

export interface Asked {
  readonly keys: ReadonlyArray<NoteKey>
  readonly note: string | undefined
}

export const provenNoted = (cluster: Cluster, event: string, asked: Asked): Promise<NotedProving> =>
  onNoted<NotedProving>(cluster, async (noted, store) => {
    const found = await findNoted(noted, store, event)
    return E.isLeft(found) ? found : eventIn(noted, store, { ...asked, found: found.right })
  })

export const grownNoted = (
  cluster: Cluster,
  notes: readonly [older: string, newer: string],
  keys: ReadonlyArray<NoteKey>,
): Promise<NotedProving> =>
  onNoted(cluster, async (noted): Promise<NotedProving> => consistencyOf(noted, notes, keys))

const eventIn = async (
  noted: Noted,
  store: EventStore,
  { keys, note: given, found }: Asked & { readonly found: NotedEvent },
): Promise<NotedProving> => {
  const { commitNo: commit, position } = found
  const { deskId, checkpoints } = noted
  const note = given ?? keptNote({ deskId, checkpoints }, commit, keys)
  if (note === undefined) return E.left({ _tag: 'NoNote', commit })
  const { proveNoted } = await import('@deskledger/notary')
  const proof = await proveNoted(noted, store, { position, signed: { note, keys } })
  if (E.isLeft(proof)) return proof
  const [stored] = noted.commits(commit, commit)
  return borneOut(proof.right, stored?.eventsRoot ?? '', { note, keys })
}

/** An event by the notary's position, by its id, or as `stream@revision`. */
const findNoted = async (
  noted: Noted,
  store: EventStore,
  asked: string,
): Promise<E.Either<NoEventSo, NotedEvent>> => {
  const { position: head } = noted.tip()
  const found = /^\d{1,15}$/.test(asked)
    ? [...noted.events(Number(asked), Number(asked))][0]
    : await namedIn(noted, store, asked)
  return found === undefined ? E.left({ _tag: 'NoEventSo', asked, head }) : E.right(found)
}

const namedIn = async (
  noted: Noted,
  store: EventStore,
  asked: string,
): Promise<NotedEvent | undefined> => {
  const [, stream = '', revision = ''] = /^(.+)@(\d{1,15})$/.exec(asked) ?? []
  if (stream !== '') return noted.find(stream, Number(revision))
  for await (const { events } of store.readAll({ upTo: noted.tip().place }))
    for (const event of events)
      if (event.id === asked) return noted.find(event.stream, event.revision)
  return undefined
}

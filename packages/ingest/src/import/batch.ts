/**
 * Which import it is: the same file with the same map of the same source is the same one, until it
 * is taken back; then it is the next.
 */
import * as Import from '@deskledger/domain/import'
import { canonical, decodeRecorded, toStoreError } from '@deskledger/event-store'
import * as E from 'fp-ts/lib/Either.js'
import { hash } from 'node:crypto'
import type { ImportMap } from '../map/map.ts'
import type { Identities } from './identity.ts'
import type { Port } from './port.ts'
import type { Stopped } from './telling.ts'

/** An import of this file is being taken back: withdraw it to the end, then import again. */
export interface WithdrawalUnfinished {
  readonly _tag: 'WithdrawalUnfinished'
  readonly batchId: string
}

export interface Batch {
  readonly batchId: string
  readonly fileHash: string
  readonly mapHash: string
  /** What of it the log holds from before. */
  readonly before: Before
}

/** Nothing, a part because it was broken off, or all of it. */
export type Before = 'nothing' | 'part' | 'all'

export const batchOf = async (
  port: Pick<Port, 'readStream'>,
  ids: Identities,
  { fileHash, map }: { readonly fileHash: string; readonly map: ImportMap },
): Promise<E.Either<WithdrawalUnfinished | Stopped, Batch>> => {
  const mapHash = hash('sha256', canonical(map), 'hex')
  for (let round = 0; ; round += 1) {
    const batchId = ids.batch({ fileHash, mapHash }, round)
    const history = await importOf(port, batchId)
    if (E.isLeft(history)) return history
    const { status } = history.right.state
    if (status === 'withdrawing') return E.left({ _tag: 'WithdrawalUnfinished', batchId })
    if (status === 'withdrawn') continue
    return E.right({ batchId, fileHash, mapHash, before: befores[status] })
  }
}

const befores = { unknown: 'nothing', started: 'part', completed: 'all' } as const

export interface ImportHistory {
  readonly state: Import.State
  /** Where in the log it began; 0 if it never did. */
  readonly position: number
}

const decode = decodeRecorded(Import.events)

/** What the log says of an import. */
export const importOf = async (
  { readStream }: Pick<Port, 'readStream'>,
  batchId: string,
): Promise<E.Either<Stopped, ImportHistory>> => {
  let state = Import.decider.initial
  let position = 0
  try {
    for await (const page of readStream(`import-${batchId}`))
      for (const stored of page.events) {
        const event = decode(stored)
        if (E.isLeft(event)) return E.left(unread('CannotRead'))
        state = Import.decider.evolve(state, event.right)
        position = position === 0 ? stored.position : position
      }
  } catch (caught) {
    return E.left(unread(toStoreError(caught)._tag))
  }
  return E.right({ state, position })
}

const unread = (why: string): Stopped => ({ _tag: 'Stopped', asked: 'readStream', why })

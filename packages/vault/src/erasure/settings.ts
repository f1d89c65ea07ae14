/**
 * What an erasure is given, and what may come of it.
 */
import type * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Actor } from '@deskledger/kernel'
import type { EventStore, StoreError } from '@deskledger/event-store'
import type { Certificate } from './certificate.ts'
import type { KeysStillRead } from './erasable.ts'
import type { Erasing, Step } from './journal.ts'
import type { LedgerDamaged } from './ledger.ts'
import type { Surveyed } from './survey.ts'

/** What a desk does for an erasure; each is done at most once in effect, however often it is asked. */
export interface House<Failure> {
  readonly request: (erasing: Erasing) => TaskEither<Failure, unknown>
  readonly tell: (erasing: Erasing) => TaskEither<Failure, unknown>
  /** Leaves nothing of the person in the read models; builds them anew if that takes it. */
  readonly scrub: (isEntangled: boolean) => TaskEither<Failure, unknown>
}

export interface ErasureSettings<Failure> extends Surveyed, House<Failure> {
  /** The files to be searched; none where log, keys and read models stand on servers. */
  readonly folder?: string | undefined
  readonly ledger: string
  readonly certificates: string
  readonly clock: () => number
  /** The log with everything unsealed that still can be. */
  readonly store: EventStore
}

export interface EraseRequest {
  readonly erasure: string
  readonly partyId: string
  readonly basis: string
  /** In words; must not name the person. */
  readonly reason: string
  readonly actor: Actor
  readonly onStep?: (step: Step) => void
}

export type EraseError =
  | StoreError
  | KeysStillRead
  | LedgerDamaged
  /** The reason would keep what is to be erased. Nothing was done. */
  | { readonly _tag: 'ReasonNamesPerson' }

export interface Erased {
  readonly certificate: Certificate
  readonly file: string
}

export type Answer<Failure, A> = Promise<E.Either<EraseError | Failure, A>>

/** What it takes to destroy keys. */
export type Keeping = Surveyed & Pick<ErasureSettings<never>, 'ledger' | 'clock'>

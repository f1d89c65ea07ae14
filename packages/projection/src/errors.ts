/**
 * Why a read model does not go on. Rows and checkpoint are then as they were before the batch.
 */
import type { Undecodable } from '@deskledger/kernel'
import type { StoreError } from '@deskledger/event-store'
import type { FoldFailed } from './engine/failure.ts'
import type { PostgresProblem } from './postgres/errors.ts'
import type { RowRefused } from './sqlite/sink.ts'

/** An event that cannot be read, where the policy is to stop. Everything before it is folded. */
export interface CannotDecode {
  readonly _tag: 'CannotDecode'
  readonly position: number
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly why: Undecodable
}

/** The file cannot be used: no right, no room, or in use for longer than anyone waits. */
export interface ViewsUnavailable {
  readonly _tag: 'ViewsUnavailable'
  readonly file: string
  /** SQLite's result code, or the system's; empty if there is none. */
  readonly code: string
  readonly cause: unknown
}

export type ProjectionError =
  | StoreError
  | CannotDecode
  /** A bug of a projector. Mend it, raise its version, start again. */
  | FoldFailed
  | RowRefused
  | ViewsUnavailable
  | PostgresProblem
  /** Another version of the projectors has put its read model in place of this one's. */
  | { readonly _tag: 'ViewsReplaced'; readonly file: string }
  | { readonly _tag: 'ProjectionClosed' }

/** The read model did not come so far in time. */
export interface NotReached {
  readonly _tag: 'NotReached'
  readonly position: number
  readonly reached: number
}

/** Somebody reads an older state of the file, so what was erased is still beside it. */
export interface StillRead {
  readonly _tag: 'StillRead'
  readonly file: string
}

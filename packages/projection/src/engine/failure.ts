/**
 * A fold that throws is a bug of its projector: named by table and event, and nothing is written.
 */
import type { AnyEvent } from '../table.ts'

export interface FoldFailed {
  readonly _tag: 'FoldFailed'
  readonly table: string
  readonly position: number
  readonly type: string
  readonly cause: unknown
}

export const failed = (
  { name }: { readonly name: string },
  { position, type }: AnyEvent,
  cause: unknown,
): FoldFailed => ({ _tag: 'FoldFailed', table: name, position, type, cause })

export const isFoldFailed = (u: unknown): u is FoldFailed =>
  typeof u === 'object' && u !== null && '_tag' in u && u._tag === 'FoldFailed'

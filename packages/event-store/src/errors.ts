/**
 * Why a log did not do what was asked. Each says whether anything was written and whether trying
 * again can help; none carries data of an event.
 */
import type { StreamName } from '@deskledger/kernel'
import type { Expected } from './expected.ts'

/** Nothing was written by the failed call unless the case says otherwise. */
export type StoreError =
  /** The log was closed by this program. */
  | { readonly _tag: 'StoreClosed' }
  /** The engine did not answer, or gave an answer nobody foresaw. Trying again may help. */
  | { readonly _tag: 'StoreUnavailable'; readonly cause: unknown }
  /** What is stored is not what was stored. Trying again does not help: `deskledger doctor`. */
  | { readonly _tag: 'StoreDamaged'; readonly cause: unknown }

/** A stream that is not as somebody expected. */
export interface Unmet {
  readonly stream: StreamName
  readonly expected: Expected
  readonly actual: number
}

export type AppendError =
  | StoreError
  /** Somebody else wrote first; `actual` is the stream's last revision, −1 if it has none. */
  | {
      readonly _tag: 'Conflict'
      readonly stream: StreamName
      readonly expected: Expected
      readonly actual: number
      /** What else was not as expected, of appends that are made together. */
      readonly also?: ReadonlyArray<Unmet>
    }
  /** This id belongs to another command on the same stream. Send the new one under a new id. */
  | { readonly _tag: 'CommandIdReused'; readonly stream: StreamName; readonly commandId: string }
  /** It may have been written or not. `heard` tells; the same command again is safe. */
  | { readonly _tag: 'OutcomeUnknown'; readonly cause: unknown }
  /** Too much is waiting, or others held the log for too long. Trying again later helps. */
  | { readonly _tag: 'Overloaded'; readonly waitedMs: number }
  /** The data of this subject was erased, so nothing personal is recorded of it any more. */
  | { readonly _tag: 'SubjectErased'; readonly stream: StreamName; readonly subject: string }
  /** The log may only be read. */
  | { readonly _tag: 'StoreReadOnly' }
  /** The disk is full. Make room and try again; everything acknowledged is safe. */
  | { readonly _tag: 'StoreFull' }
  /**
   * The append has no event, one whose data is not JSON or beyond the size limit, or it is malformed:
   * a name or an id that is empty, a name, an id or a fingerprint that is not valid Unicode, a time
   * or a version that is not a whole number, one command twice among those that are made together.
   * Trying again does not help.
   */
  | {
      readonly _tag: 'InvalidAppend'
      readonly stream: StreamName
      readonly reason: 'empty' | 'malformed' | 'notJson' | 'tooLarge'
      readonly type?: string
    }

export const storeClosed: StoreError = { _tag: 'StoreClosed' }

const tags: ReadonlySet<string> = new Set<StoreError['_tag']>([
  'StoreClosed',
  'StoreUnavailable',
  'StoreDamaged',
])

/** What a reader of pages caught, as the value it is; anything foreign is kept as a cause. */
export const toStoreError = (caught: unknown): StoreError =>
  isStoreError(caught) ? caught : { _tag: 'StoreUnavailable', cause: caught }

const isStoreError = (u: unknown): u is StoreError =>
  typeof u === 'object' && u !== null && '_tag' in u && tags.has(String(u._tag))

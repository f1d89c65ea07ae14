/**
 * What a test may ask a server to do wrong. A server outside tests is asked for nothing.
 */
import type { Failure } from './failure.ts'

export type Fault =
  /** Waits before it looks at the call. */
  | { readonly at: 'call'; readonly delayMs: number }
  /** Refuses the call before anything is done. */
  | { readonly at: 'call'; readonly failure: Failure }
  /** Commits, and then does not say so: `afterwards` is what becomes of the connection, if anything. */
  | { readonly at: 'commit'; readonly failure: Failure; readonly afterwards?: () => void }
  /** Says that a live subscription fell behind. */
  | { readonly at: 'page' }

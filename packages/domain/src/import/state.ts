/**
 * What the rules of an import must remember: how far it has come, and what was counted at its end.
 */
import type { Counts, Event } from './events.ts'

export type State =
  | { readonly status: 'unknown' }
  | { readonly status: 'started' }
  | { readonly status: 'completed'; readonly counts: Counts }
  | { readonly status: 'withdrawing' }
  | { readonly status: 'withdrawn' }

export const initial: State = { status: 'unknown' }

export const evolve = (_: State, { type, data }: Event): State => {
  switch (type) {
    case 'ImportStarted':
      return { status: 'started' }
    case 'ImportCompleted':
      return { status: 'completed', counts: data.counts }
    case 'ImportWithdrawalStarted':
      return { status: 'withdrawing' }
    case 'ImportWithdrawn':
      return { status: 'withdrawn' }
  }
}

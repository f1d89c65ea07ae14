/**
 * The last known state of streams, committed states only, so that a hot stream is not read again
 * from its beginning. Never truth: every use reads what was recorded since, and an append proves it.
 *
 * Two generations make it bounded: what has not been asked for while as many others came is let go.
 */
import type { StreamName } from '@deskledger/kernel'

export interface Known<State> {
  readonly state: State
  readonly revision: number
}

export interface StateCache<State> {
  readonly get: (stream: StreamName) => Known<State> | undefined
  readonly put: (stream: StreamName, known: Known<State>) => void
}

/** Keeps between `size` and twice `size` streams; none for 0. */
export const stateCache = <State>(size: number): StateCache<State> => {
  let young = new Map<StreamName, Known<State>>()
  let old = new Map<StreamName, Known<State>>()
  const put = (stream: StreamName, known: Known<State>): void => {
    if (size === 0) return
    young.set(stream, known)
    if (young.size < size) return
    old = young
    young = new Map()
  }
  return {
    put,
    get: (stream) => {
      const fresh = young.get(stream)
      if (fresh !== undefined) return fresh
      const aged = old.get(stream)
      if (aged !== undefined) put(stream, aged)
      return aged
    },
  }
}

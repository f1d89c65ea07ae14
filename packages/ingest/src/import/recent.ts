/**
 * What was asked for lately, and no more than `2 × size` of it.
 *
 * Two generations: what has not been asked for while as many others came is let go.
 */
export interface Recent<A> {
  readonly get: (key: string) => A | undefined
  readonly put: (key: string, value: A) => A
  /** How much is remembered now. */
  readonly size: () => number
}

export const recent = <A>(size: number): Recent<A> => {
  let young = new Map<string, A>()
  let old = new Map<string, A>()
  const put = (key: string, value: A): A => {
    young.set(key, value)
    if (young.size >= size) {
      old = young
      young = new Map()
    }
    return value
  }
  return {
    put,
    get: (key) => {
      const fresh = young.get(key)
      if (fresh !== undefined) return fresh
      const aged = old.get(key)
      return aged === undefined ? undefined : put(key, aged)
    },
    size: () => young.size + old.size,
  }
}

/**
 * Work that has to wait before it can begin, begun in the order in which it was asked for.
 */
export interface InOrder {
  /** Begins `work` with what `ready` gives, behind all that was asked for before. */
  readonly begin: <A, B>(ready: Promise<A>, work: (value: A) => Promise<B>) => Promise<B>
  /** Resolves once all that was asked for so far has begun. */
  readonly allBegun: () => Promise<unknown>
}

export const inOrder = (): InOrder => {
  let last: Promise<unknown> = Promise.resolve()
  return {
    begin: (ready, work) => {
      // In an object, so that nobody waits for the end of what is begun.
      const begun = Promise.all([ready, last]).then(([value]) => ({ answer: work(value) }))
      last = begun.catch(() => undefined)
      return begun.then(({ answer }) => answer)
    },
    allBegun: () => last,
  }
}

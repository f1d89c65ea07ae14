/**
 * One after the other for the same key, side by side for different ones.
 *
 * Commands for one stream of one process queue here instead of losing races against each other.
 */
export interface Lanes {
  readonly run: <A>(key: string, work: () => Promise<A>) => Promise<A>
  /** How many keys have work that is not done. */
  readonly size: () => number
}

export const lanes = (): Lanes => {
  const tails = new Map<string, Promise<unknown>>()
  return {
    size: () => tails.size,
    run: (key, work) => {
      const before = tails.get(key)
      const mine = before === undefined ? work() : before.then(work, work)
      const leave = (): void => {
        if (tails.get(key) === mine) tails.delete(key)
      }
      tails.set(key, mine)
      mine.then(leave, leave)
      return mine
    },
  }
}

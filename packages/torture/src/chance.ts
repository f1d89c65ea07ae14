/**
 * Chance that can be repeated: the same seed, the same numbers.
 */
export interface Chance {
  /** A whole number from 0, below `n`. */
  readonly below: (n: number) => number
  /** True `percent` times in a hundred. */
  readonly happens: (percent: number) => boolean
  readonly pick: <A>(all: ReadonlyArray<A>) => A
  /** `n` of them in their order, or all if there are no more. */
  readonly some: <A>(all: ReadonlyArray<A>, n: number) => ReadonlyArray<A>
}

/** Mulberry32: small, fast, and good enough to choose by. */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    below,
    happens: (percent) => below(100) < percent,
    pick: (all) => {
      const [picked] = all.slice(below(all.length))
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    some: (all, n) => {
      let [wanted, left] = [n, all.length]
      return all.filter(() => {
        const isTaken = below(left) < wanted
        left -= 1
        if (isTaken) wanted -= 1
        return isTaken
      })
    },
  }
}

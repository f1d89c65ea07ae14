/**
 * Chance that is the same on every machine: a seeded generator, cut into streams by name.
 *
 * Generator: sfc32 ("small fast counter", Chris Doty-Humphrey), four words of 32 bits, of which the
 * last counts up by one. Its words are seeded by splitmix32 from four FNV-1a hashes of the name of
 * the stream, and twelve first numbers are thrown away. All of it is 32-bit integer arithmetic, and
 * every draw is a whole number, so no rounding can differ.
 *
 * A stream of its own for everything that is drawn about one thing (`request/17`) keeps the rest as
 * it is when that thing comes to draw more.
 */
export interface Dice {
  /** From 0 to 2^32 − 1. */
  readonly word: () => number
  /** From 0 to `n` − 1, for an `n` of at most 2^21, so that every product is exact. */
  readonly below: (n: number) => number
  /** From `min` to `max`, both included. */
  readonly between: (min: number, max: number) => number
  /** True in so many of a hundred cases. */
  readonly percent: (n: number) => boolean
  readonly pick: <A>(list: ReadonlyArray<A>) => A
  /** Each as often as its weight says. */
  readonly weighted: <A>(list: ReadonlyArray<Weighted<A>>) => A
  /** A UUID of version 4. */
  readonly uuid: () => string
}

export type Weighted<A> = readonly [weight: number, value: A]

/** The stream called `name` of a seed. The same name gives the same numbers from the beginning. */
export const diceOf = (seed: number, ...name: ReadonlyArray<string | number>): Dice => {
  const word = sfc32(`${seed}/${name.join('/')}`)
  const below = (n: number): number => Math.floor((word() * n) / 0x1_0000_0000)
  return {
    word,
    below,
    between: (min, max) => min + below(max - min + 1),
    percent: (n) => below(100) < n,
    pick: (list) => at(list, below(list.length)),
    weighted: (list) => weighted(list, below(totalOf(list))),
    uuid: () => uuidOf(word(), word(), word(), word()),
  }
}

// ------------------------------------------------------------------------------------------------
// the generator
// ------------------------------------------------------------------------------------------------

const sfc32 = (name: string): (() => number) => {
  let a = mixed(hashOf(name, 0x811c_9dc5))
  let b = mixed(hashOf(name, 0x9e37_79b9))
  let c = mixed(hashOf(name, 0x85eb_ca6b))
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let thrown = 0; thrown < 12; thrown += 1) next()
  return next
}

/** FNV-1a over the UTF-16 units of `text`. */
const hashOf = (text: string, basis: number): number => {
  let hash = basis
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193)
  return hash
}

/** One step of splitmix32. */
const mixed = (state: number): number => {
  const z = (state + 0x9e37_79b9) | 0
  const once = Math.imul(z ^ (z >>> 16), 0x21f0_aaad)
  const twice = Math.imul(once ^ (once >>> 15), 0x735a_2d97)
  return twice ^ (twice >>> 15)
}

// ------------------------------------------------------------------------------------------------
// what is drawn with it
// ------------------------------------------------------------------------------------------------

/** Whoever draws from nothing has made a mistake. */
const at = <A>(list: ReadonlyArray<A>, i: number): A => {
  const found = list[i]
  if (found === undefined) throw new Error('there is nothing to draw from')
  return found
}

const totalOf = (list: ReadonlyArray<Weighted<unknown>>): number =>
  list.reduce((sum, [weight]) => sum + weight, 0)

const weighted = <A>(list: ReadonlyArray<Weighted<A>>, drawn: number): A => {
  let left = drawn
  for (const [weight, value] of list) {
    if (left < weight) return value
    left -= weight
  }
  throw new Error('there is nothing to draw from')
}

const hex = (word: number): string => word.toString(16).padStart(8, '0')

/** The version and the variant are set as RFC 9562 §5.4 has it. */
const uuidOf = (a: number, b: number, c: number, d: number): string => {
  const [one, two, three, four] = [
    hex(a),
    hex(b),
    hex(((c & 0x3fff_ffff) | 0x8000_0000) >>> 0),
    hex(d),
  ]
  return `${one}-${two.slice(0, 4)}-4${two.slice(5)}-${three.slice(0, 4)}-${three.slice(4)}${four}`
}

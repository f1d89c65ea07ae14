/**
 * What happens when: by time, and at the same time in the order in which it was put there.
 */
import TinyQueue from 'tinyqueue'

export interface Entry<A> {
  readonly at: number
  readonly what: A
}

export interface Agenda<A> {
  readonly put: (at: number, what: A) => void
  /** The earliest; nothing if there is none. */
  readonly take: () => Entry<A> | undefined
}

interface Placed<A> extends Entry<A> {
  readonly order: number
}

export const agenda = <A>(): Agenda<A> => {
  const queue = new TinyQueue<Placed<A>>([], byTime)
  let order = 0
  return {
    put: (at, what) => {
      queue.push({ at, what, order })
      order += 1
    },
    take: () => queue.pop(),
  }
}

const byTime = <A>(a: Placed<A>, b: Placed<A>): number => a.at - b.at || a.order - b.order

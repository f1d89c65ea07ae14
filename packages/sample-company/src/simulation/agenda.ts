/**
 * What happens when: a heap by time, and at the same time in the order in which it was put there.
 */
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
  const heap: Array<Placed<A>> = []
  let order = 0
  const isBefore = (i: number, j: number): boolean => {
    const [a, b] = [heap[i], heap[j]]
    if (a === undefined || b === undefined) return a !== undefined
    return a.at === b.at ? a.order < b.order : a.at < b.at
  }
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]]
    if (a === undefined || b === undefined) return
    heap[i] = b
    heap[j] = a
  }
  const rise = (from: number): void => {
    for (let i = from; i > 0;) {
      const parent = (i - 1) >> 1
      if (!isBefore(i, parent)) return
      swap(i, parent)
      i = parent
    }
  }
  const sink = (): void => {
    for (let i = 0; ;) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2]) if (isBefore(child, least)) least = child
      if (least === i) return
      swap(i, least)
      i = least
    }
  }
  return {
    put: (at, what) => {
      heap.push({ at, what, order })
      order += 1
      rise(heap.length - 1)
    },
    take: () => {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined || heap.length === 0) return first
      heap[0] = last
      sink()
      return first
    },
  }
}

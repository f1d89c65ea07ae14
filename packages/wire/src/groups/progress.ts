/**
 * How far a group has come: the last number up to which everything is dealt with, although events are
 * dealt with in any order.
 */
export interface Progress {
  /** This number was taken from the source, after those before it. */
  readonly taken: (number: number) => void
  readonly done: (number: number) => void
  readonly checkpoint: () => number
  /** How many were taken and are not dealt with, or wait for one before them. */
  readonly open: () => number
}

export const progressFrom = (start: number): Progress => {
  const inOrder: Array<number> = []
  const finished = new Set<number>()
  let checkpoint = start
  return {
    taken: (number) => void inOrder.push(number),
    done: (number) => {
      finished.add(number)
      let passed = 0
      for (const next of inOrder) {
        if (!finished.delete(next)) break
        checkpoint = next
        passed += 1
      }
      inOrder.splice(0, passed)
    },
    checkpoint: () => checkpoint,
    open: () => inOrder.length,
  }
}

/**
 * Letting others have their turn.
 */

/** Until everything that waits to be done at once has been done. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms))

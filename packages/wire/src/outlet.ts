/**
 * Answers on their way out. A handler waits for room, so a client that reads slowly is simply behind, and
 * nothing piles up for it here.
 */
export interface Outlet<Answer> {
  /**
   * False once nobody listens any more. True at once where there is room for the next; otherwise resolves
   * when there is.
   */
  readonly write: (answer: Answer) => boolean | Promise<boolean>
}

/** What is written to: a stream of answers. */
export interface Writing<Answer> {
  write(answer: Answer): boolean
  once(event: 'drain', listener: () => void): unknown
  off(event: 'drain', listener: () => void): unknown
}

/** Any number may wait for room, and all of them wait for the same. */
export const outletOf = <Answer>(call: Writing<Answer>, signal: AbortSignal): Outlet<Answer> => {
  let room: Promise<void> | undefined
  const drain = async (): Promise<void> => {
    await drained(call, signal)
    room = undefined
  }
  return {
    write: (answer) => {
      if (signal.aborted) return false
      return call.write(answer) || (room ??= drain()).then(() => !signal.aborted)
    },
  }
}

const drained = (call: Writing<never>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    call.once('drain', done)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })

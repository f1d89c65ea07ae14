/**
 * Deadlines of our own: the clients have none for reading, and lose some of those for writing.
 */

/** What a call rejects with that did not answer in time. It may have done its work or not. */
export class Overdue extends Error {
  readonly type = 'deadline-exceeded'
  constructor(ms: number) {
    super(`no answer within ${ms} ms`)
  }
}

/** The answer of `call`, or `Overdue` after `ms`; what comes later is let go. */
export const within = async <A>(ms: number, call: Promise<A>): Promise<A> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Overdue(ms)), ms)
  })
  try {
    return await Promise.race([call, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The parts of a readable stream that a page needs. */
export interface Flow<A> {
  on(event: 'data', heard: (item: A) => void): unknown
  on(event: 'error', failed: (reason: unknown) => void): unknown
  on(event: 'end', ended: () => void): unknown
}

/** All that flows until the end, unless nothing comes for `idleMs`: then `cancel` is called. */
export const collected = <A>(
  flow: Flow<A>,
  idleMs: number,
  cancel: () => void,
): Promise<ReadonlyArray<A>> =>
  new Promise((resolve, reject) => {
    const items: Array<A> = []
    const timer = setTimeout(() => {
      reject(new Overdue(idleMs))
      cancel()
    }, idleMs)
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
    }
    flow.on('data', (item) => {
      items.push(item)
      timer.refresh()
    })
    flow.on('error', (reason) => end(() => reject(reason)))
    flow.on('end', () => end(() => resolve(items)))
  })

/** The same for a client whose pages are generators, which nobody can cancel from outside. */
export const drained = async <A>(
  pages: AsyncIterator<A>,
  idleMs: number,
): Promise<ReadonlyArray<A>> => {
  const items: Array<A> = []
  let late: (reason: Overdue) => void = () => {}
  const overdue = new Promise<never>((_, reject) => (late = reject))
  const timer = setTimeout(() => late(new Overdue(idleMs)), idleMs)
  const all = async (): Promise<void> => {
    for (let next = await pages.next(); next.done !== true; next = await pages.next()) {
      items.push(next.value)
      timer.refresh()
    }
  }
  try {
    await Promise.race([all(), overdue])
    return items
  } finally {
    clearTimeout(timer)
  }
}

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
export const within = <A>(ms: number, call: Promise<A>): Promise<A> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Overdue(ms)), ms)
    call.then(
      (answer) => {
        clearTimeout(timer)
        resolve(answer)
      },
      (reason: unknown) => {
        clearTimeout(timer)
        reject(reason)
      },
    )
  })

/** The parts of a readable stream that a page needs. */
export interface Flow<A> {
  on(event: 'data', heard: (item: A) => void): unknown
  on(event: 'error', failed: (reason: unknown) => void): unknown
  on(event: 'end', ended: () => void): unknown
  cancel(): unknown
}

/** How often it is looked whether anything has come: a timer set anew for each event costs more. */
const looks = 4

/** What `keep` keeps of all that flows until the end, which is cut off if nothing comes for `idleMs`. */
export const collected = <A, B>(
  flow: Flow<A>,
  idleMs: number,
  keep: (item: A, kept: Array<B>) => void,
): Promise<ReadonlyArray<B>> =>
  new Promise((resolve, reject) => {
    const items: Array<B> = []
    let silent = 0
    const timer = setInterval(() => {
      silent += 1
      if (silent <= looks) return
      end(() => reject(new Overdue(idleMs)))
      flow.cancel()
    }, idleMs / looks)
    const end = (settle: () => void): void => {
      clearInterval(timer)
      settle()
    }
    flow.on('data', (item) => {
      silent = 0
      keep(item, items)
    })
    flow.on('error', (reason) => end(() => reject(reason)))
    flow.on('end', () => end(() => resolve(items)))
  })

/** The same for a client whose pages are generators, which nobody can cancel from outside. */
export const drained = async <A, B>(
  pages: AsyncIterator<A>,
  idleMs: number,
  keep: (item: A, kept: Array<B>) => void,
): Promise<ReadonlyArray<B>> => {
  const items: Array<B> = []
  let late: (reason: Overdue) => void = () => {}
  const overdue = new Promise<never>((_, reject) => (late = reject))
  const timer = setTimeout(() => late(new Overdue(idleMs)), idleMs)
  const all = async (): Promise<void> => {
    for (let next = await pages.next(); next.done !== true; next = await pages.next()) {
      keep(next.value, items)
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

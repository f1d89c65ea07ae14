/**
 * The appends of a log one by one, for whoever reads two logs side by side.
 */
import type { Transcript, Transcription } from '@deskledger/event-store'

export interface Cursor {
  /** The next one, which stays the next; nothing at the end of the log as it is now. */
  readonly peek: () => Promise<Transcript | undefined>
  readonly next: () => Promise<Transcript | undefined>
  /** The position that everything up to the end of the last page was read to. */
  readonly through: () => number
}

export const cursorOn = ({ read }: Transcription, after = 0): Cursor => {
  const pages = read(after)[Symbol.asyncIterator]()
  let page: ReadonlyArray<Transcript> = []
  let [at, through] = [0, after]

  const peek = async (): Promise<Transcript | undefined> => {
    while (at >= page.length) {
      const next = await pages.next()
      if (next.done === true) return undefined
      page = next.value.appends
      through = next.value.through
      at = 0
    }
    return page[at]
  }

  return {
    peek,
    through: () => through,
    next: async () => {
      const found = await peek()
      at += 1
      return found
    },
  }
}

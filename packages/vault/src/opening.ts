/**
 * Pages of a log with every value opened that still can be.
 */
import { toStoreError, type Page, type StoreError } from '@deskledger/event-store'

/** The same pages, opened; ends at once when it is told to, like the pages themselves. */
export const opening = (
  pages: AsyncIterable<Page>,
  open: (page: Page) => Page | Promise<Page>,
): AsyncIterableIterator<Page> => {
  const inner = pages[Symbol.asyncIterator]()
  const close = async (): Promise<IteratorResult<Page>> => {
    await inner.return?.()
    return { done: true, value: undefined }
  }
  return {
    next: async () => {
      const next = await inner.next()
      if (next.done === true) return next
      try {
        const opened = open(next.value)
        return { done: false, value: opened instanceof Promise ? await opened : opened }
      } catch (caught) {
        await close()
        const error: StoreError = toStoreError(caught)
        throw error
      }
    },
    return: close,
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

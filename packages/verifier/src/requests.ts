/**
 * One number counted without the library: how many requests have which status. The rules are those
 * that `docs/reference/evidence-bundle.md` lists; the library's own count is
 * `select status, count(*) from request group by status`.
 */
import type { EventRecord } from './shapes.ts'

const becomes: Readonly<Record<string, string>> = {
  RequestAccepted: 'inProgress',
  RequestSetWaiting: 'waiting',
  RequestResumed: 'inProgress',
  SolutionProposed: 'resolved',
  SolutionRejected: 'inProgress',
  RequestClosed: 'closed',
  RequestReopened: 'inProgress',
  RequestCancelled: 'cancelled',
}

export interface Requests {
  readonly see: (event: EventRecord, data: unknown) => void
  /** By status, in the order of the statuses' names. */
  readonly counts: () => Readonly<Record<string, number>>
}

export const requests = (): Requests => {
  const open = new Map<string, { readonly status: string; readonly batch: unknown }>()
  return {
    see: ({ stream, type }, data) => {
      const request = open.get(stream)
      const batch = fieldOf(data, 'batchId')
      const status = becomes[type]
      if (type === 'RequestOpened') open.set(stream, { status: 'open', batch })
      else if (request === undefined) return
      else if (type === 'ActivitiesWithdrawn' && request.batch === batch) open.delete(stream)
      else if (status !== undefined) open.set(stream, { ...request, status })
    },
    counts: () => {
      const counts = new Map<string, number>()
      for (const { status } of open.values()) counts.set(status, (counts.get(status) ?? 0) + 1)
      return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    },
  }
}

const fieldOf = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null ? new Map(Object.entries(data)).get(name) : undefined

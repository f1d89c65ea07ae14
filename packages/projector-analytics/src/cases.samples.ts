/**
 * Cases told in short: what was done and after how many minutes.
 */
import { Requests, type Event } from '@deskledger/domain/testing'
import { at, id } from '@deskledger/kernel/testing'

interface Told {
  readonly activity: string
  readonly minute: number
}
export type Case = ReadonlyArray<Told>

/** `run('a 0, b 5')`: a at once, b after five minutes. */
export const run = (steps: string): Case =>
  steps.split(', ').map((step) => {
    const [activity = '', minute] = step.split(' ')
    return { activity, minute: Number(minute) }
  })

/** In milliseconds. */
export const minutes = (n: number): number => n * 60_000

/** Imported requests `id(1)`, `id(2)` …, in which this was done. */
export const cases = (...all: ReadonlyArray<Case>): ReadonlyArray<Event> =>
  all.flatMap((steps, i) => {
    const requestId = id(i + 1)
    const opened = { ...Requests.imported, data: { ...Requests.imported.data, requestId } }
    const recorded = steps.map(({ activity, minute }, n) => ({
      ...Requests.recorded,
      data: {
        ...Requests.recorded.data,
        requestId,
        activity,
        sourceId: `case-${i}_event-${String(n).padStart(6, '0')}`,
        at: at(minute),
      },
    }))
    return [opened, ...recorded] as unknown as ReadonlyArray<Event>
  })

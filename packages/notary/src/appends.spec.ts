import { describe, expect, test } from '@jest/globals'
import type { CommandId } from '@deskledger/kernel'
import { eventIdOf, type StoredEvent } from '@deskledger/event-store'
import { gatherer } from './appends.ts'
import { changed } from './testing/altered.ts'
import { memoryLog, tell } from './testing/logs.ts'

/** Three events of one append, changed in some way, as they are put together. */
const gathered = async (
  change: (event: StoredEvent, index: number) => Partial<StoredEvent>,
): Promise<ReadonlyArray<number>> => {
  const store = memoryLog()
  await tell(store, [{ request: 1, data: [1, 2, 3] }])
  const appends = gatherer()
  const sizes: Array<number> = []
  for await (const { events } of store.readAll())
    for (const [index, event] of events.entries())
      sizes.push(appends.take(changed(event, change(event, index)))?.length ?? 0)
  return [...sizes, appends.rest()?.length ?? 0].filter((size) => size > 0)
}

/** An id that says nothing of its command: that of an event which another program wrote. */
const foreign = { id: '0192f3a4-0000-7000-8000-000000000000' }

describe('what belongs together', () => {
  test('is what was appended together, whoever gave the events their ids', async () => {
    expect(await gathered(() => ({}))).toEqual([3])
    expect(await gathered(() => foreign)).toEqual([3])
  })

  test('is of one command', async () => {
    const commandId = 'other' as CommandId
    expect(await gathered((_, i) => (i === 2 ? { ...foreign, commandId } : foreign))).toEqual([
      2, 1,
    ])
  })

  test('is of one stream', async () => {
    const stream = 'request-2'
    expect(await gathered((_, i) => (i === 1 ? { ...foreign, stream } : foreign))).toEqual([
      1, 1, 1,
    ])
  })

  test('has no gap', async () => {
    expect(await gathered((_, i) => (i === 2 ? { revision: 3 } : {}))).toEqual([2, 1])
  })

  test('ends where an event says that it is the first of its command', async () => {
    const first = ({ stream, commandId }: StoredEvent) => ({ id: eventIdOf(stream, commandId, 0) })
    expect(await gathered((event, i) => (i === 1 ? first(event) : {}))).toEqual([1, 2])
  })
})

import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { at } from '@deskledger/kernel/testing'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { readProgress, writeMark, type Mark } from './progress.ts'

const dunning = { name: 'dunning', version: 1 }
const mark = (upTo: number): Mark => ({
  upTo,
  outcomes: [{ key: 'ship/1', kind: 'effect', result: 'sent' }],
})

describe('a mark of a policy', () => {
  test('is written once, however often it is sent', async () => {
    const store = memoryEventStore({ clock: () => at(0) })
    const twice = [
      await writeMark(store, dunning, -1, mark(3), at(1)),
      await writeMark(store, dunning, -1, mark(3), at(1)),
    ]
    expect(twice).toEqual([E.right(0), E.right(0)])
    expect(await readProgress(store, dunning)).toMatchObject({ right: { revision: 0 } })
  })

  test('of a rival who has heard more is a conflict, though it is of the same effects', async () => {
    const store = memoryEventStore({ clock: () => at(0) })
    await writeMark(store, dunning, -1, mark(3), at(1))
    expect(await writeMark(store, dunning, -1, mark(4), at(1))).toMatchObject({
      left: { _tag: 'Conflict', stream: 'policy-dunning', actual: 0 },
    })
  })
})

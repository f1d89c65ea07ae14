import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import { altered, broken } from '../testing/altered.ts'
import { without } from '../testing/altering.ts'
import { attempted, inFolder, memoryLog, noted, notes, tell, verified } from '../testing/logs.ts'

jest.setTimeout(30_000)

describe('a log in the place of another', () => {
  const restored = (kept: number) =>
    inFolder(async (folder) => {
      const [store, other, file] = [memoryLog(), memoryLog(), join(folder, 'notary.db')]
      await tell(store, notes(9))
      await noted(file, store)
      await tell(other, notes(kept))
      await tell(other, [...notes(1), ...notes(5).map((each) => ({ ...each, request: 4 }))], 500)
      const attempt = await attempted(file, other)
      return { findings: (await verified(file, other)).findings, attempt }
    })

  test('is told with the event behind which it is another, and nothing is noted of it', async () => {
    const { findings, attempt } = await restored(6)
    expect(findings).toEqual([
      { _tag: 'LogReplaced', afterPosition: 9, place: 10, noted: 4, found: 8 },
    ])
    expect(attempt).toEqual({ _tag: 'Left', left: { _tag: 'LogDiffers', findings } })
  })

  test('is told also if nothing is left of the first', async () => {
    expect((await restored(0)).findings).toMatchObject([
      { _tag: 'LogReplaced', afterPosition: 0, place: 1, noted: 13 },
    ])
  })
})

describe('a log that cannot be read on', () => {
  test('is a finding with the last event that was read, if it answers otherwise', () =>
    inFolder(async (folder) => {
      const [store, file] = [memoryLog(), join(folder, 'notary.db')]
      await tell(store, notes(9))
      await noted(file, store)
      const { findings, isComplete } = await verified(file, broken(store, 5))
      expect({ findings, isComplete }).toEqual({
        findings: [{ _tag: 'LogUnreadable', afterPosition: 5, place: 5 }],
        isComplete: false,
      })
      await store.close()()
      const error = await attempted(file, store)
      expect(error).toMatchObject({ left: { _tag: 'StoreClosed' } })
    }))
})

describe('what nobody can tell', () => {
  test('is said: what was changed before it was noted, and by whoever owns both', () =>
    inFolder(async (folder) => {
      const [store, file] = [memoryLog(), join(folder, 'notary.db')]
      await tell(store, notes(2))
      await noted(file, store)
      expect((await verified(file, store)).notChecked).toEqual([
        { _tag: 'BeforeNoting' },
        { _tag: 'TruncationOfTheTail', afterCommit: 0 },
        { _tag: 'WholeRewrite', afterCommit: 0 },
        { _tag: 'SignaturesOfCheckpoints' },
      ])
    }))

  test('is not what was missing of a stream when it was first read: that is a finding', () =>
    inFolder(async (folder) => {
      const [store, file] = [memoryLog(), join(folder, 'notary.db')]
      await tell(store, notes(6))
      const cut = altered(store, without(1, 8))
      await noted(file, cut)
      expect((await verified(file, cut)).findings).toEqual([
        { _tag: 'StreamBroken', stream: 'request-3', missing: 1 },
        { _tag: 'StreamBroken', stream: 'request-1', missing: 1 },
      ])
    }))
})

import { describe, expect, test } from '@jest/globals'
import { describeBreak, judged, written } from '@deskledger/kernel/lock'
import { upcastingLaws } from '@deskledger/kernel/testing'
import { assembled } from './assembled.ts'
import { lockOfTheHouse } from './testing/contracts.ts'

const { registry } = assembled()
const lock = lockOfTheHouse()

describe('the events of the house', () => {
  test('break nothing that is stored; `npm run lock` writes down what is new', () => {
    const { breaks, outdated } = judged(lock, registry)
    expect({ breaks: breaks.map(describeBreak), outdated }).toEqual({ breaks: [], outdated: [] })
  })

  test('are all in the lock, under the version that is written', () => {
    const versions = [...registry.codecs.values()].map(({ type, schemaVersion }) => [
      type,
      Object.keys(lock.types[type] ?? {}).at(-1),
      String(schemaVersion),
    ])
    expect(versions.filter(([, locked, present]) => locked !== present)).toEqual([])
    expect(written(lock, registry)).toEqual(lock)
  })

  test('of every older version are upcast, whatever they hold', () => {
    for (const { check } of upcastingLaws(registry, lock)) check()
  })
})

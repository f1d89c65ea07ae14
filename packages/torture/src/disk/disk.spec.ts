import { describe, expect, test } from '@jest/globals'
import { chanceOf } from '../chance.ts'
import type { Call } from './calls.ts'
import { diskOf, type Cut } from './disk.ts'

const chance = chanceOf(1)
const write = (at: number, text: string): Call => ({
  kind: 'write',
  file: 'log',
  at,
  bytes: Buffer.from(text),
})
const create: Call = { kind: 'create', file: 'log' }
const sync: Call = { kind: 'sync', file: 'log' }
const syncFolder: Call = { kind: 'syncFolder' }
const unlink: Call = { kind: 'unlink', file: 'log' }

/** Every content that the file may have after so many cuts; nothing if it is not there. */
const outcomes = (calls: ReadonlyArray<Call>, how: Cut, base = new Map<string, Buffer>()) => {
  const disk = diskOf(base, chance)
  for (const call of calls) disk.apply(call)
  const found = Array.from({ length: 200 }, () => disk.cut(how, chance).get('log')?.toString())
  return new Set(found)
}
const made = [create, write(0, 'abc'), sync, syncFolder]

describe('after a power cut', () => {
  test('what was synced is there', () => {
    for (const how of ['drop', 'some', 'torn'] as const)
      expect(outcomes(made, how)).toEqual(new Set(['abc']))
  })

  test('what was not synced is gone, or there in part', () => {
    const calls = [...made, write(0, 'x'), write(3, 'y')]
    expect(outcomes(calls, 'drop')).toEqual(new Set(['abc']))
    expect(outcomes(calls, 'some')).toEqual(new Set(['abc', 'xbc', 'abcy', 'xbcy']))
  })

  test('a write may be torn where sectors begin, and nowhere else', () => {
    const [before, after] = ['a'.repeat(1_024), 'b'.repeat(1_024)]
    const calls = [create, write(0, before), sync, syncFolder, write(0, after)]
    const half = (text: string) => text.slice(512)
    const halves = [half(before), half(after)]
    const torn = halves.flatMap((first) => halves.map((second) => first + second))
    expect(outcomes(calls, 'torn')).toEqual(new Set(torn))
    expect(outcomes(calls, 'some')).toEqual(new Set([before, after]))
  })

  test('a later write that is there leaves zeros where an earlier one is not', () => {
    const calls = [...made, write(3, 'd'), write(4, 'e')]
    expect(outcomes(calls, 'some')).toContain('abc\0e')
  })

  test('a truncation that was not synced may not have happened', () => {
    const calls: ReadonlyArray<Call> = [...made, { kind: 'truncate', file: 'log', size: 1 }]
    expect(outcomes(calls, 'drop')).toEqual(new Set(['abc']))
    expect(outcomes(calls, 'some')).toEqual(new Set(['abc', 'a']))
    expect(outcomes([...calls, sync], 'drop')).toEqual(new Set(['a']))
  })

  test('a name is there once the folder was synced, and gone again only after another sync', () => {
    expect(outcomes([create, write(0, 'abc'), sync], 'drop')).toEqual(new Set([undefined]))
    expect(outcomes([create, write(0, 'abc'), sync], 'some')).toEqual(new Set([undefined, 'abc']))
    expect(outcomes([...made, unlink], 'drop')).toEqual(new Set(['abc']))
    expect(outcomes([...made, unlink, syncFolder], 'some')).toEqual(new Set([undefined]))
  })

  test('what a failed sync was to write may never be written, whatever is synced later', () => {
    const failed: Call = { kind: 'failedSync', file: 'log' }
    const calls = [...made, write(0, 'x'), failed, write(3, 'y'), sync]
    const all = Array.from({ length: 50 }, () => [...outcomes(calls, 'drop')].join(','))
    expect(new Set(all)).toEqual(new Set(['abcy', 'xbcy']))
  })

  test('files that were there at first are there', () => {
    expect(outcomes([], 'drop', new Map([['log', Buffer.from('old')]]))).toEqual(new Set(['old']))
  })
})

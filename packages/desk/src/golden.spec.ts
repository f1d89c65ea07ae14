import { describe, expect, test } from '@jest/globals'
import { hash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { assembled } from './assembled.ts'
import { lockOfTheHouse, storedExamples, storedLines } from './testing/contracts.ts'
import { addedLater } from './testing/examples.ts'

/**
 * How many lines each release found in the golden history, and what their bytes were. A line is only
 * ever added at the end; a row here is never changed.
 */
const released = [
  { lines: 348, sha256: 'cf8d15f278c8aaaf7ad012d1a085d8dd1287fe05b72669d6078a0557e2662241' },
]

const { registry } = assembled()
const examples = storedExamples()

describe('the golden history', () => {
  test.each(released)('has the $lines lines of a release as they were', ({ lines, sha256 }) => {
    const first = storedLines().slice(0, lines)
    expect(first).toHaveLength(lines)
    expect(hash('sha256', first.join('\n'))).toBe(sha256)
  })

  test('has three examples or more of every version of every type', () => {
    const versions = Object.entries(lockOfTheHouse().types).flatMap(([type, each]) =>
      Object.keys(each).map((version) => ({ type, version: Number(version) })),
    )
    const few = versions.filter(
      ({ type, version }) =>
        examples.filter((each) => each.type === type && each.schemaVersion === version).length < 3,
    )
    expect(versions.length).toBeGreaterThan(0)
    expect(few).toEqual([])
  })

  test('is read to its end', () => {
    const unread = examples.flatMap((each) => {
      const decoded = registry.decode(each)
      return E.isRight(decoded) ? [] : [{ ...each, data: undefined, why: decoded.left }]
    })
    expect(unread).toEqual([])
  })

  test('is read as it was written, where the version is the present one', () => {
    const present = examples.filter(
      ({ type, schemaVersion }) => registry.codecs.get(type)?.schemaVersion === schemaVersion,
    )
    for (const { type, schemaVersion, data } of present) {
      const known = { ...(data as object) }
      for (const field of Object.keys(addedLater)) Reflect.deleteProperty(known, field)
      expect(registry.decode({ type, schemaVersion, data })).toEqual(E.right({ type, data: known }))
    }
    expect(present.length).toBeGreaterThan(0)
  })

  test('holds what is hard to keep: every script, the largest, the erased, the unknown', () => {
    const all = storedLines().join('\n')
    for (const text of ['日本語', '💬', 'e\u0301', '\\\\', '{"$erased":true}', 'addedLater'])
      expect(all).toContain(text)
    expect(all).toContain(String(8.64e15))
    expect(Math.max(...storedLines().map((line) => line.length))).toBeGreaterThan(100_000)
  })
})

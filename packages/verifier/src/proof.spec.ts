import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  consistencyOf,
  inclusionOf,
  inFolder,
  keyTextOf,
  logIn,
  noteAt,
  told,
} from './testing/desks.ts'
import { checkProof } from './proof.ts'

const nobody = { keys: [], notes: [] }
const positions = 36
const commits = 6

test('every event of a log is proved by a file of its own', () =>
  inFolder(async (folder) => {
    const file = await logIn(folder)
    const keys = [keyTextOf(file)]
    for (let position = 1; position <= positions; position += 1) {
      const report = checkProof(JSON.parse(inclusionOf(file, position)), { keys, notes: [] })
      expect(report).toMatchObject({ checked: 'inclusion proof', findings: [], notChecked: [] })
      expect(report.facts).toMatchObject({ position })
    }
  }))

test('the growth of a log is proved from every size to every other', () =>
  inFolder(async (folder) => {
    const file = await logIn(folder)
    for (let newer = 0; newer <= commits; newer += 1)
      for (let older = 0; older <= newer; older += 1) {
        const report = checkProof(JSON.parse(consistencyOf(file, older, newer)), nobody)
        expect(report).toMatchObject({ checked: 'consistency proof', findings: [] })
      }
  }))

test(
  'no proof survives a change of a single bit: 4,000 at random',
  () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      const keys = [keyTextOf(file)]
      let seed = 1
      const roll = (n: number): number => {
        seed = (seed * 48_271) % 2_147_483_647
        return seed % n
      }
      const survived: Array<string> = []
      const samples = [1, 7, 20, 36].map((position) => inclusionOf(file, position))
      for (const [older, newer] of [
        [1, 6],
        [3, 6],
        [4, 5],
        [5, 6],
      ] as const)
        samples.push(consistencyOf(file, older, newer))
      for (let i = 0; i < 4_000; i += 1) {
        const text = samples[i % samples.length] ?? ''
        const end = text.indexOf('"keys"')
        const bytes = Buffer.from(text)
        const at = roll(Buffer.byteLength(text.slice(0, end)))
        bytes[at] = (bytes[at] ?? 0) ^ (1 << roll(8))
        const bent = join(folder, 'bent.json')
        writeFileSync(bent, bytes)
        const [key = ''] = keys
        if (told(bent, '--key', key).exit !== 1) survived.push(`${at}: ${bytes.toString()}`)
      }
      expect(survived).toEqual([])
    }),
  120_000,
)

describe('a proof', () => {
  test('says whose word it takes where no key was brought along', () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      const proof: unknown = JSON.parse(inclusionOf(file, 5))
      expect(checkProof(proof, nobody).notChecked).toEqual([expect.stringContaining('whose key')])
    }))

  test('is refused with a key of somebody else, and with one that is none', () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      const other = `${folder}/other`
      const { mkdirSync } = await import('node:fs')
      mkdirSync(other)
      const theirs = keyTextOf(await logIn(other))
      const proof: unknown = JSON.parse(inclusionOf(file, 5))
      for (const key of [theirs, 'no key'])
        expect(checkProof(proof, { keys: [key], notes: [] }).findingsCount).toBeGreaterThan(0)
    }))

  test('of growth compares the notes that somebody has kept', () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      const proof: unknown = JSON.parse(consistencyOf(file, 2, 6))
      const holding = (...notes: ReadonlyArray<string>) =>
        checkProof(proof, { keys: [], notes }).findingsCount
      expect(holding(noteAt(file, 2), noteAt(file, 6))).toBe(0)
      expect(holding(noteAt(file, 3))).toBe(1)
    }))

  test('is none that has a field more, or is of another kind or version', () =>
    inFolder(async (folder) => {
      const file = await logIn(folder)
      const proof = JSON.parse(inclusionOf(file, 5)) as object
      for (const other of [{ ...proof, more: 1 }, { ...proof, version: 2 }, {}, null, [], 'x'])
        expect(checkProof(other, nobody)).toMatchObject({ checked: 'nothing', findingsCount: 1 })
    }))
})

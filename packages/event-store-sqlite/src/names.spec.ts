import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import { idByName, nameById } from './names.ts'

/** As many streams as told, each called by its id; the ids in `without` are not there. */
const streams = (n: number, without: ReadonlyArray<number> = []): Database.Database => {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE streams(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)')
  db.prepare(
    `WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ?)
     INSERT INTO streams SELECT id, 's' || id FROM n`,
  ).run(n)
  for (const id of without) db.prepare('DELETE FROM streams WHERE id = ?').run(id)
  return db
}

const missing = (id: number) => ({
  _tag: 'StoreDamaged',
  cause: `the row ${id} of streams is missing`,
})

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (thrown) {
    return thrown
  }
}

describe('the name of a stream', () => {
  test('is its own, in whatever order and however many are asked for', () => {
    const name = nameById(streams(70_000), 'streams')
    const ids = [1, 2, 300, 65_537, 1, 70_000, 4_464, 65_538, 2, 256, 257, 513]
    expect(ids.map(name)).toEqual(ids.map((id) => `s${id}`))
    for (let id = 1; id <= 70_000; id += 1) if (name(id) !== `s${id}`) throw new Error(`${id}`)
  })

  test('is found though it was given after the last look', () => {
    const db = streams(3)
    const name = nameById(db, 'streams')
    expect(name(3)).toBe('s3')
    db.exec(`INSERT INTO streams VALUES (4, 's4')`)
    expect(name(4)).toBe('s4')
  })

  test('that is missing is damage, and never the name of another', () => {
    const name = nameById(streams(66_000, [65_537, 9]), 'streams')
    expect(name(1)).toBe('s1')
    expect(thrownBy(() => name(65_537))).toEqual(missing(65_537))
    expect(thrownBy(() => name(9))).toEqual(missing(9))
  })
})

describe('the id of a stream', () => {
  test('is none until it is given', () => {
    const db = streams(1)
    const id = idByName(db, 'streams')
    expect([id('s1'), id('s2')]).toEqual([1, undefined])
    db.exec(`INSERT INTO streams VALUES (2, 's2')`)
    expect([id('s2'), id('s2')]).toEqual([2, 2])
  })
})

import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type Database from 'better-sqlite3'
import { originOf } from '@deskledger/event-store/integrity'
import { keepCheckpoint } from '../index.ts'
import { inFolder, opened } from '../testing/disk.ts'
import { clock, note, upTo } from '../testing/notes.ts'
import {
  anchorOf,
  attacker,
  findingsIn,
  keyFor,
  logOf,
  rehash,
  verified,
} from '../testing/tampering.ts'
import type { Finding } from './index.ts'

const tagsOf = (findings: ReadonlyArray<Finding>): ReadonlyArray<string> => [
  ...new Set(findings.map(({ _tag }) => _tag)),
]

type Attack = (db: Database.Database) => void

const run =
  (...sql: ReadonlyArray<string>): Attack =>
  (db) => {
    for (const each of sql) expect(db.prepare(each).run().changes).toBeGreaterThan(0)
  }

/** A log of 12 commits, what somebody does to it, and what is then found. */
const after = (attack: Attack) =>
  inFolder(async (folder) => {
    const file = await logOf(folder, 12)
    const db = attacker(file)
    attack(db)
    db.close()
    return findingsIn(file)
  })

const copyOf9 = (position: string, revision: string): string =>
  `INSERT INTO events SELECT ${position}, commit_no, stream, ${revision}, type, schema_version,
     occurred_at, data, meta FROM events WHERE position = 9`
const lastPosition = '(SELECT max(position) FROM events)'
const swap = (column: string, a: number, b: number): string =>
  `UPDATE events SET ${column} = (SELECT o.${column} FROM events o
     WHERE o.position = ${a} + ${b} - events.position) WHERE position IN (${a}, ${b})`

test('a hundred logs that nobody touched are found to be whole', async () => {
  for (const seed of upTo(100))
    await inFolder(async (folder) => {
      const file = await logOf(folder, 1 + (seed % 7), seed)
      const { findings, isComplete } = await verified(file, anchorOf(file))
      expect(findings).toEqual([])
      expect(isComplete).toBe(true)
    })
}, 60_000)

test('an empty log is whole', () =>
  inFolder(async (folder) => {
    const file = await logOf(folder, 0)
    expect(await verified(file)).toMatchObject({ findings: [], isComplete: true })
  }))

describe('what is done to events', () => {
  test.each<readonly [string, Attack, ReadonlyArray<string>]>([
    ['deleting one', run('DELETE FROM events WHERE position = 9'), ['EventMissing']],
    ['deleting all of a commit', run(`DELETE FROM events WHERE commit_no = 3`), ['EventMissing']],
    ['one before the first', run(copyOf9('0', '99')), ['ForeignRow']],
    ['one behind the last', run(copyOf9(`${lastPosition} + 1`, '99')), ['ForeignRow']],
    ['two change places', run(swap('data', 9, 10), swap('meta', 9, 10)), ['EventsAltered']],
    ['another one’s words', run(swap('data', 9, 20)), ['EventsAltered']],
    [
      'a leading space in JSON',
      run(`UPDATE events SET data = ' ' || data WHERE position = 9`),
      ['EventsAltered'],
    ],
    [
      'another time',
      run('UPDATE events SET occurred_at = 1 WHERE position = 9'),
      ['EventsAltered'],
    ],
    [
      'another stream',
      run('UPDATE events SET stream = 1, revision = 99 WHERE position = 9'),
      ['RevisionBroken'],
    ],
    [
      'meta that is not JSON',
      run(`UPDATE events SET meta = '{' WHERE position = 9`),
      ['CommandAltered'],
    ],
    [
      'data that is no text',
      run(`UPDATE events SET data = CAST(x'ff' AS TEXT) WHERE position = 9`),
      ['EventsAltered'],
    ],
    [
      'all renumbered',
      run('UPDATE events SET position = -position', 'UPDATE events SET position = 1 - position'),
      ['EventMisplaced'],
    ],
  ])('is found: %s', async (_, attack, tags) => {
    expect(tagsOf(await after(attack))).toEqual(expect.arrayContaining([...tags]))
  })
})

test('bytes that are read as the same text, and are not, are found', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'events.db')
    const store = opened({ file, clock })
    const [event] = note(1, '').events
    if (event === undefined) throw new Error('a note has an event')
    await store.append(note(1, 'odd', { events: [{ ...event, data: 'a\ufffdb' }] }))()
    await store.close()()
    const db = attacker(file)
    const bent = Buffer.from('"a\ufffdb"')
    bent[2] = 0xf0
    db.prepare('UPDATE events SET data = CAST(? AS TEXT)').run(bent)
    expect(db.prepare('SELECT data FROM events').pluck().get()).toBe('"a\ufffdb"')
    db.close()
    expect(tagsOf(await findingsIn(file))).toEqual(['EventsAltered'])
  }))

describe('what is done to commits', () => {
  test.each<readonly [string, Attack, ReadonlyArray<string>]>([
    ['deleting one', run('DELETE FROM commits WHERE commit_no = 3'), ['CommitMissing']],
    ['deleting the first', run('DELETE FROM commits WHERE commit_no = 1'), ['CommitMissing']],
    [
      'deleting the last, not its events',
      run('DELETE FROM commits WHERE commit_no = 12'),
      ['ForeignRow'],
    ],
    [
      'an earlier time',
      run('UPDATE commits SET recorded_at = 0 WHERE commit_no = 3'),
      ['TimeReversed', 'CommitAltered', 'EventsAltered'],
    ],
    [
      'a later time',
      run('UPDATE commits SET recorded_at = recorded_at + 1 WHERE commit_no = 12'),
      ['CommitAltered'],
    ],
    [
      'taking from the next',
      run('UPDATE commits SET last_position = last_position + 1 WHERE commit_no = 3'),
      ['CommitAltered', 'PositionsBroken'],
    ],
    [
      'giving to the next',
      run('UPDATE commits SET last_position = last_position - 1 WHERE commit_no = 3'),
      ['CommitAltered', 'EventMisplaced'],
    ],
    [
      'another root',
      run('UPDATE commits SET events_root = zeroblob(32) WHERE commit_no = 3'),
      ['CommitAltered', 'EventsAltered'],
    ],
    [
      'another chain',
      run('UPDATE commits SET chain = zeroblob(32) WHERE commit_no = 3'),
      ['CommitAltered'],
    ],
    [
      'a number far away',
      run('UPDATE commits SET commit_no = 900000000000 WHERE commit_no = 12'),
      ['CommitMissing'],
    ],
  ])('is found: %s', async (_, attack, tags) => {
    expect(tagsOf(await after(attack))).toEqual(expect.arrayContaining([...tags]))
  })

  test('leaves its events to a commit whose positions another one claims', async () => {
    const claim = run('UPDATE commits SET last_position = last_position + 1 WHERE commit_no = 3')
    expect(tagsOf(await after(claim))).not.toContain('EventsAltered')
  })

  test('stays with the commit that it was done to', async () => {
    const findings = await after(run('UPDATE events SET occurred_at = 1 WHERE position = 9'))
    expect(findings).toHaveLength(1)
    const [finding] = findings
    expect(finding).toMatchObject({ _tag: 'EventsAltered' })
    const rows = await after(run('UPDATE commits SET recorded_at = 99 WHERE commit_no = 12'))
    expect(rows.every((f) => 'commit' in f && f.commit === 12)).toBe(true)
  })
})

describe('what is done beside them', () => {
  test.each<readonly [string, Attack, string]>([
    ['a stream without events', run(`INSERT INTO streams(name) VALUES ('x-1')`), 'ForeignRow'],
    ['a type without events', run(`INSERT INTO types(name) VALUES ('X')`), 'ForeignRow'],
    [
      'a command without events',
      run(`INSERT INTO commands VALUES (1, 'x', 0, 1, 'f')`),
      'ForeignRow',
    ],
    ['a command of nothing', run(`INSERT INTO commands VALUES (1, 'x', 0, 0, 'f')`), 'ForeignRow'],
    [
      'a command that claims more',
      run(`UPDATE commands SET n = n + 1 WHERE command_id = 'c0-0'`),
      'CommandAltered',
    ],
    [
      'a command that is gone',
      run(`DELETE FROM commands WHERE command_id = 'c0-0'`),
      'CommandAltered',
    ],
    [
      'another fingerprint',
      run(`UPDATE commands SET fingerprint = 'x' WHERE command_id = 'c0-0'`),
      'EventsAltered',
    ],
    ['a name that is gone', run('DELETE FROM types WHERE id = 1'), 'NameMissing'],
    ['a row in desk', run(`INSERT INTO desk VALUES ('owner', 'me')`), 'ForeignRow'],
    ['a checkpoint of nothing', run(`INSERT INTO checkpoints VALUES (0, 'x')`), 'ForeignRow'],
    [
      'a checkpoint that is no note',
      run(`INSERT INTO checkpoints VALUES (3, 'x')`),
      'CheckpointRefused',
    ],
    [
      'a checkpoint of a longer log',
      run(`INSERT INTO checkpoints VALUES (99, 'x')`),
      'LogTruncated',
    ],
  ])('is found: %s', async (_, attack, tag) => {
    expect(tagsOf(await after(attack))).toContain(tag)
  })

  test('is found: triggers that are gone, and tables too many', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 2)
      const db = attacker(file)
      db.exec('CREATE TABLE mine(id)')
      db.close()
      const { findings } = await verified(file)
      const name = expect.stringMatching(/^trigger events_no_update|^table mine/)
      const found = findings.filter((f) => f._tag === 'SchemaAltered')
      expect(found).toHaveLength(7 * 3 + 1)
      expect(found).toContainEqual({ _tag: 'SchemaAltered', name })
    }))
})

describe('a log whose hashes were all made anew', () => {
  const forged = async (folder: string, ...sql: ReadonlyArray<string>) => {
    const file = await logOf(folder, 12)
    const anchor = anchorOf(file)
    const db = attacker(file)
    run(...sql)(db)
    db.close()
    rehash(file)
    return { file, anchor }
  }

  test('is whole in itself, and is told by a note that somebody has kept', () =>
    inFolder(async (folder) => {
      const { file, anchor } = await forged(
        folder,
        `UPDATE events SET data = '{"text":"never called"}' WHERE position = 9`,
      )
      expect(await findingsIn(file)).toEqual([])
      expect((await verified(file)).notChecked).toMatchObject([
        { _tag: 'TruncationOfTheTail', afterCommit: 0 },
        { _tag: 'WholeRewrite', afterCommit: 0 },
        { _tag: 'SignaturesOfCheckpoints' },
      ])
      expect(await findingsIn(file, anchor)).toEqual([
        { _tag: 'LogRewritten', treeSize: 12, by: 'note' },
      ])
    }))

  test('is told also where only a time was changed', () =>
    inFolder(async (folder) => {
      const { file, anchor } = await forged(
        folder,
        'UPDATE commits SET recorded_at = recorded_at + 1 WHERE commit_no = 12',
      )
      expect(await findingsIn(file)).toEqual([])
      expect(tagsOf(await findingsIn(file, anchor))).toEqual(['LogRewritten'])
    }))
})

describe('a log whose end was cut off', () => {
  const cut = run(
    `DELETE FROM commands WHERE EXISTS (SELECT 1 FROM events e WHERE e.stream = commands.stream
       AND e.revision = commands.first_revision AND e.commit_no > 10)`,
    'DELETE FROM events WHERE commit_no > 10',
    'DELETE FROM commits WHERE commit_no > 10',
  )

  test('is whole in itself, and is told by a note or a checkpoint that knows more', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const [anchor, earlier] = [anchorOf(file), anchorOf(file, 10)]
      const db = attacker(file)
      cut(db)
      db.exec('DELETE FROM streams WHERE id NOT IN (SELECT stream FROM events)')
      db.exec('DELETE FROM types WHERE id NOT IN (SELECT type FROM events)')
      expect(await findingsIn(file)).toEqual([])
      expect(await findingsIn(file, anchor)).toEqual([
        { _tag: 'LogTruncated', treeSize: 12, found: 10, by: 'note' },
      ])
      expect(await findingsIn(file, earlier)).toEqual([])
      db.prepare('INSERT INTO checkpoints VALUES (12, ?)').run(anchor.notes[0])
      db.close()
      expect(await findingsIn(file)).toEqual([
        { _tag: 'LogTruncated', treeSize: 12, found: 10, by: 'checkpoint' },
      ])
    }))

  test('and was written on since, is told too', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const anchor = anchorOf(file)
      const db = attacker(file)
      cut(db)
      db.exec('DELETE FROM streams WHERE id NOT IN (SELECT stream FROM events)')
      db.exec('DELETE FROM types WHERE id NOT IN (SELECT type FROM events)')
      db.close()
      const store = opened({ file, clock })
      for (const n of upTo(5)) await store.append(note(n, `again-${n}`))()
      await store.close()()
      expect(tagsOf(await findingsIn(file, anchor))).toEqual(['LogRewritten'])
    }))
})

describe('a checkpoint', () => {
  test('is kept if it is true, signed and newer, and compared at each verification', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const [at5, at12] = [anchorOf(file, 5), anchorOf(file)]
      const keep = ({ notes: [text = ''], keys }: typeof at5, using = keys) =>
        keepCheckpoint(file, text, using)
      expect(keep(at5)).toMatchObject({ _tag: 'Right' })
      expect(keep(at5)).toMatchObject({ left: { _tag: 'NotNewer' } })
      expect(keep(at12, [keyFor('other')])).toMatchObject({ left: { _tag: 'UnknownSigner' } })
      expect(keep(at12)).toMatchObject({ _tag: 'Right' })
      const { keys } = at12
      expect(await findingsIn(file, { keys })).toEqual([])
      expect(await findingsIn(file)).toEqual([])

      const forger = keyFor('other', 2)
      expect(await findingsIn(file, { keys: [forger] })).toMatchObject([
        { _tag: 'CheckpointRefused', treeSize: 5, why: 'UnknownSigner' },
        { _tag: 'CheckpointRefused', treeSize: 12 },
      ])
      const db = attacker(file)
      db.exec('UPDATE checkpoints SET tree_size = 6 WHERE tree_size = 5')
      db.close()
      expect(await findingsIn(file, { keys })).toEqual([
        { _tag: 'CheckpointRefused', treeSize: 6, why: 'NotACheckpoint' },
      ])
    }))

  test('of another history is not kept, be it longer or other', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 5)
      const copy = join(folder, 'copy.db')
      copyFileSync(file, copy)
      const write = async (path: string, command: string): Promise<void> => {
        const store = opened({ file: path, clock })
        await store.append(note(1, command))()
        await store.close()()
      }
      await write(copy, 'theirs')
      const { notes, keys } = anchorOf(copy)
      const otherHistory = { left: { _tag: 'OtherHistory', treeSize: 6 } }
      expect(keepCheckpoint(file, notes[0] ?? '', keys)).toMatchObject(otherHistory)
      await write(file, 'ours')
      expect(keepCheckpoint(file, notes[0] ?? '', keys)).toMatchObject(otherHistory)
    }))

  test('of another desk is an error, not a finding', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 5)
      const other = join(folder, 'other.db')
      await opened({ file: other, clock }).close()()
      const { notes, keys } = anchorOf(other)
      const { verifyLog } = await import('../index.ts')
      expect(await verifyLog({ file, notes, keys })()).toMatchObject({
        left: { _tag: 'NoteRefused', index: 0, why: { _tag: 'OtherOrigin' } },
      })
      expect(originOf('a')).not.toBe(originOf('b'))
    }))
})

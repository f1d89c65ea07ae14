import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import { openLedger, verifyLog, type VerifiedUpTo } from '../index.ts'
import { openWriter } from '../writer.ts'
import { writing } from '../write.ts'
import { inFolder, opened, overwriteTable } from '../testing/disk.ts'
import { clock, note, upTo } from '../testing/notes.ts'
import {
  anchorOf,
  attacker,
  dice,
  findingsIn,
  logOf,
  names,
  right,
  verified,
} from '../testing/tampering.ts'

/** Verifies a file, which must answer with findings and leave every byte as it was. */
const damageIn = async (file: string) => {
  const before = readFileSync(file)
  const { findings } = await verified(file)
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(findings.length).toBeGreaterThan(0)
  return findings
}

const overwrite = (file: string, at: number, bytes: Uint8Array): void => {
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, at)
  closeSync(handle)
}

describe('a file that is damaged', () => {
  test('is found to be none where its head is gone', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 5)
      overwrite(file, 0, Buffer.alloc(100, 1))
      expect(await damageIn(file)).toEqual([{ _tag: 'NotALog', found: 'no SQLite file' }])
      writeFileSync(file, 'Dear customer, '.repeat(99))
      expect(await damageIn(file)).toEqual([{ _tag: 'NotALog', found: 'no SQLite file' }])
    }))

  test('is found to be so where its end is missing, wherever it was cut', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 40)
      const whole = readFileSync(file)
      for (let pages = 1; pages * 4_096 < whole.length; pages += 3) {
        writeFileSync(file, whole)
        truncateSync(file, pages * 4_096 + 100)
        await damageIn(file)
      }
    }))

  test.each(['events', 'commits', 'streams', 'types', 'commands', 'desk'])(
    'is found to be so where SQLite cannot read the table %s',
    (table) =>
      inFolder(async (folder) => {
        const file = await logOf(folder, 40)
        overwriteTable(file, table)
        await damageIn(file)
      }),
  )

  test.each(['events', 'commits', 'streams', 'types', 'commands', 'desk', 'checkpoints'])(
    'is found to be so where the table %s is not there',
    (table) =>
      inFolder(async (folder) => {
        const file = await logOf(folder, 3)
        const db = attacker(file)
        db.exec(`DROP TABLE ${table}`)
        db.close()
        await damageIn(file)
        if (table !== 'types' && table !== 'desk') return
        expect(openLedger(file)).toMatchObject({ left: { _tag: 'CannotOpen' } })
      }),
  )

  test('names the commit where a byte of an event’s text was changed in the file itself', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 40)
      const whole = readFileSync(file)
      const db = new Database(file, { readonly: true })
      const rows = db
        .prepare('SELECT commit_no, meta FROM events WHERE instr(meta, ?) > 0')
        .raw()
        .all('"c1') as Array<[number, string]>
      db.close()
      const roll = dice(3)
      let found = 0
      for (const [commit, meta] of rows) {
        const at = whole.indexOf(meta)
        if (whole.indexOf(meta, at + 1) >= 0) continue
        const place = at + roll(Buffer.byteLength(meta))
        overwrite(file, place, Buffer.of((whole[place] ?? 0) ^ (1 << roll(8))))
        expect(names(await damageIn(file), commit)).toBe(true)
        writeFileSync(file, whole)
        found += 1
      }
      expect(found).toBeGreaterThan(10)
    }))

  test('is found to be so where an index does not list what the table holds', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 5)
      const db = attacker(file)
      db.unsafeMode()
      db.exec(`PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema
          WHERE name = 'sqlite_autoindex_streams_1') WHERE name = 'sqlite_autoindex_events_1'`)
      db.close()
      const { findings } = await verified(file)
      expect(findings).toContainEqual({ _tag: 'SchemaAltered', name: 'sqlite_autoindex_events_1' })
    }))
})

describe('a file that cannot be verified', () => {
  test('is an error: it is not there, is of another format, or is a folder', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      expect(await verifyLog({ file })()).toEqual({ _tag: 'Left', left: { _tag: 'NoLog', file } })
      await logOf(folder, 1)
      const db = attacker(file)
      db.exec(`UPDATE desk SET value = '7' WHERE key = 'format'; PRAGMA user_version = 7`)
      db.close()
      expect(await verifyLog({ file })()).toMatchObject({ left: { _tag: 'NewerFormat' } })
      mkdirSync(join(folder, 'a'))
      expect(await verified(join(folder, 'a'))).toMatchObject({ findings: [{ _tag: 'NotALog' }] })
    }))
})

describe('a verification', () => {
  test('goes on from where another was, and finds the same', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const first = await verified(file)
      const store = opened({ file, clock })
      for (const n of upTo(20)) await store.append(note(n, `more-${n}`))()
      await store.close()()
      const [whole, rest] = [await verified(file), await verified(file, { from: first.upTo })]
      expect(rest).toEqual(whole)
      expect(whole.upTo.commitNo).toBe(32)
      const db = attacker(file)
      db.exec('UPDATE events SET revision = 99 WHERE position = (SELECT max(position) FROM events)')
      db.close()
      expect(await findingsIn(file, { from: first.upTo })).toEqual(await findingsIn(file))
    }))

  test('begins anew, and says so, where the commits seen are not these', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const { upTo: from } = await verified(file)
      const db = attacker(file)
      db.exec('UPDATE commits SET chain = zeroblob(32) WHERE commit_no = 3')
      db.close()
      const findings = await findingsIn(file, { from })
      expect(findings[0]).toEqual({ _tag: 'ResumedOnAnotherLog', commit: 12 })
      expect(names(findings, 3)).toBe(true)
    }))

  test('can be stopped, tells where it is, and is not complete then', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 400)
      const stop = new AbortController()
      const heard: Array<VerifiedUpTo> = []
      const onProgress = (upTo: VerifiedUpTo): void => {
        heard.push(upTo)
        stop.abort()
      }
      const part = await verified(file, { onProgress, signal: stop.signal })
      expect(part.findings).toEqual([])
      expect(heard[0]?.commitNo).toBeGreaterThan(0)
      if (!part.isComplete) expect(part.upTo).toEqual(heard.at(-1))
      expect(await verified(file, { from: part.upTo })).toEqual(await verified(file))
    }))

  test('ends with what is there when it ends, while others write', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 50)
      const store = opened({ file, clock })
      const writing = Promise.all(
        upTo(300).map(async (n) => {
          await new Promise((resolve) => setTimeout(resolve, n / 10))
          return store.append(note(n, `meanwhile-${n}`))()
        }),
      )
      const all = [await verified(file), await verified(file), await verified(file)]
      for (const { findings, isComplete } of all) expect([findings, isComplete]).toEqual([[], true])
      await writing
      await store.close()()
      expect(await verified(file, anchorOf(file))).toMatchObject({ findings: [], notChecked: [] })
    }))

  test('goes on where others have written when it was at the end', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 5)
      const db = right(openWriter({ file }))
      const write = writing(db, clock)
      let written = 0
      const onProgress = (): void => {
        if ((written += 1) > 3) return
        db.exec('BEGIN IMMEDIATE')
        write([{ all: { appends: [note(1, `late-${written}`)] }, texts: [['{}']] }])
        db.exec('COMMIT')
      }
      const { findings, upTo } = await verified(file, { onProgress })
      expect([findings, upTo.commitNo]).toEqual([[], 8])
      db.close()
    }))

  test('keeps no more findings than it is told, and counts all', () =>
    inFolder(async (folder) => {
      const file = await logOf(folder, 12)
      const db = attacker(file)
      db.exec('UPDATE events SET occurred_at = 5 WHERE commit_no % 2 = 0')
      db.close()
      const { findings, findingsCount } = await verified(file, { maxFindings: 2 })
      expect(findings).toHaveLength(2)
      expect(findingsCount).toBeGreaterThan(5)
    }))
})

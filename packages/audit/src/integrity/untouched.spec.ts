import { describe, expect, test } from '@jest/globals'
import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { recorded, Requests as S } from '@deskledger/domain/testing'
import { verifyLog } from '@deskledger/event-store-sqlite'
import { done } from '../testing/log.ts'
import { withLog } from '../testing/file.ts'
import { leavingNoTrace } from './untouched.ts'

const contentsOf = (folder: string) =>
  readdirSync(folder)
    .toSorted()
    .map((name) => [name, hash('sha256', readFileSync(join(folder, name)))])

describe('a log that was looked at', () => {
  test('is byte for byte what it was, and nothing is beside it', () =>
    withLog(recorded([S.opened]), async (file) => {
      const before = contentsOf(dirname(file))
      await leavingNoTrace([file], () => done(verifyLog({ file })))
      expect(contentsOf(dirname(file))).toEqual(before)
    }))

  test('is left so also when looking failed, or it is damaged', () =>
    withLog(recorded([S.opened]), async (file) => {
      const bytes = readFileSync(file)
      bytes.fill(7, 4096, 8192)
      writeFileSync(file, bytes)
      const before = contentsOf(dirname(file))
      await leavingNoTrace([file], () => done(verifyLog({ file })))
      expect(contentsOf(dirname(file))).toEqual(before)
      const failing = leavingNoTrace([file], async () => {
        new Database(file, { readonly: true }).pragma('user_version')
        throw new Error('away')
      })
      await expect(failing).rejects.toThrow('away')
    }))

  test('keeps what others have beside it', () =>
    withLog(recorded([S.opened]), async (file) => {
      const writer = new Database(file)
      writer.exec(`INSERT INTO types(name) VALUES ('of somebody else')`)
      const before = contentsOf(dirname(file))
      await leavingNoTrace([file], () => done(verifyLog({ file })))
      expect(contentsOf(dirname(file)).map(([name]) => name)).toEqual(before.map(([name]) => name))
      expect(existsSync(`${file}-wal`)).toBe(true)
      writer.close()
    }))

  test('keeps what somebody put beside it meanwhile', () =>
    withLog(recorded([S.opened]), async (file) => {
      let writer: Database.Database | undefined
      await leavingNoTrace([file], async () => {
        writer = new Database(file)
        writer.exec(`INSERT INTO types(name) VALUES ('of somebody else')`)
      })
      expect(existsSync(`${file}-wal`)).toBe(true)
      expect(writer?.prepare('SELECT count(*) FROM types').pluck().get()).toBe(2)
      writer?.close()
    }))

  test('keeps what somebody left there who was killed meanwhile', () =>
    withLog(recorded([S.opened]), async (file) => {
      const wal = `${file}-wal`
      await leavingNoTrace([file], async () => {
        const writer = new Database(file)
        writer.exec(`INSERT INTO types(name) VALUES ('of somebody else')`)
        const left = readFileSync(wal)
        writer.close()
        writeFileSync(wal, left)
      })
      expect(existsSync(wal)).toBe(true)
    }))

  test('that is not there stays so', async () => {
    expect(await leavingNoTrace(['/nowhere/events.db'], async () => 7)).toBe(7)
    expect(existsSync('/nowhere/events.db')).toBe(false)
  })
})

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import SQLite from 'better-sqlite3'
import { atDesk, done, failure, tell } from './testing/desk.ts'
import { digestsOf, rowsOf } from './testing/looking.ts'
import * as S from './testing/story.ts'

/** Whether a text stands anywhere in the file or in what SQLite keeps beside it. */
const isAnywhere = (file: string, text: string): boolean =>
  ['', '-wal', '-shm'].some(
    (suffix) => existsSync(`${file}${suffix}`) && readFileSync(`${file}${suffix}`).includes(text),
  )

const secret = 'my sister in Cuenca has the key'

describe('the personal data of somebody who is erased', () => {
  test('is gone from every table, and the facts stay', () =>
    atDesk(async ({ file, store, project }) => {
      const desk = project()
      await tell(store, S.opened(1), S.noted(1, secret), S.opened(2, S.lee, 'no tone'))
      await done(desk.catchUp())
      await tell(store, S.partyErased())
      await done(desk.catchUp())
      expect(rowsOf(file, 'request')).toMatchObject([
        { party_id: S.maria, subject: null, status: 'open', steps: 2 },
        { party_id: S.lee, subject: 'no tone' },
      ])
      expect(rowsOf(file, 'timeline')).toMatchObject([
        { party_id: S.maria, kind: 'opened', words: null },
        { party_id: S.maria, kind: 'noted', words: null },
        { party_id: S.lee, words: 'no tone' },
      ])
      expect(rowsOf(file, 'process_event')).toHaveLength(3)
    }))

  test('comes back with nothing that is folded behind it in the same batch', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1), S.noted(1, secret), S.partyErased(), S.assigned(1))
      await done(project().catchUp())
      expect(rowsOf(file, 'request')).toMatchObject([{ subject: null, status: 'assigned' }])
    }))

  test('is told again only by an event behind the erasure', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1), S.partyErased(), S.noted(1, 'I am back'))
      await done(project().catchUp())
      expect(rowsOf(file, 'timeline')).toMatchObject([{ words: null }, { words: 'I am back' }])
    }))

  test('is nowhere in the file or beside it once it is scrubbed', () =>
    atDesk(async ({ file, store, project }) => {
      const desk = project()
      const notes = Array.from({ length: 200 }, (_, n) => S.noted(50, `${secret} ${n}`))
      await tell(store, ...S.busyDay(40), S.opened(50), ...notes)
      await done(desk.catchUp())
      expect(isAnywhere(file, secret)).toBe(true)
      await tell(store, S.partyErased())
      await done(desk.catchUp())
      await done(desk.scrub())
      expect(isAnywhere(file, secret)).toBe(false)
      expect(isAnywhere(file, S.lee)).toBe(true)
    }))

  test('is not said to be scrubbed while somebody reads an older state', () =>
    atDesk(async ({ file, store, project }) => {
      const desk = project()
      await tell(store, S.opened(1), S.noted(1, secret))
      await done(desk.catchUp())
      const reader = new SQLite(file, { readonly: true })
      reader.exec('BEGIN; SELECT count(*) FROM request')
      await tell(store, S.partyErased())
      await done(desk.catchUp())
      expect(await failure(desk.scrub(50))).toEqual({ _tag: 'StillRead', file })
      reader.exec('COMMIT')
      await done(desk.scrub(50))
      reader.close()
    }))

  test('leaves the digest of the facts as it was', () =>
    atDesk(async ({ file, store, project }) => {
      const desk = project()
      await tell(store, S.opened(1), S.noted(1, secret))
      await done(desk.catchUp())
      const before = digestsOf(file)
      await tell(store, S.partyErased())
      await done(desk.catchUp())
      const after = digestsOf(file)
      expect(after['timeline']?.facts).toBe(before['timeline']?.facts)
      expect(after['timeline']?.all).not.toBe(before['timeline']?.all)
      expect(after['agent_load']).toEqual(before['agent_load'])
    }))
})

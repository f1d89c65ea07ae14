import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { at, id } from '@deskledger/kernel/testing'
import type { Database } from './database.ts'
import { openViews } from './open-views.ts'
import { serviceDesk } from './service-desk.samples.ts'
import { atDesk, done, tell } from './testing/desk.ts'
import { digestsOf, within } from './testing/looking.ts'
import * as S from './testing/story.ts'
import type { Views } from './views.ts'

type Tables = Database<[...(typeof serviceDesk)['tables'], ...(typeof serviceDesk)['views']]>

const opened = (file: string): Views<Tables> => {
  const views = openViews<Tables>(file)
  if (E.isRight(views)) return views.right
  throw new Error(views.left.code)
}

describe('a read model that is read', () => {
  test('answers queries typed by its tables', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1), S.opened(2), S.assigned(2))
      await done(project().catchUp())
      const views = opened(file)
      const waiting = await views.db
        .selectFrom('request')
        .innerJoin('agent_load', 'agent_load.agent_id', 'request.agent_id')
        .select(['request.status', 'agent_load.held', 'request.opened_at'])
        .where('status', '=', 'assigned')
        .execute()
      expect(waiting).toEqual([{ status: 'assigned', held: 1, opened_at: at(2) }])
      const oldest = await views.db.selectFrom('open_request').selectAll().executeTakeFirst()
      expect(oldest?.request_id).toBe(id(101))
      views.close()
    }))

  test('answers SQL with parameters by name', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1), S.opened(2))
      await done(project().catchUp())
      const views = opened(file)
      const sql = 'SELECT count(*) AS n FROM request WHERE opened_at < :now'
      expect(views.query(sql, { now: at(2) })).toEqual(E.right([{ n: 1 }]))
      expect(views.query(sql, { now: at(9) })).toEqual(E.right([{ n: 2 }]))
      expect(views.query('SELECT nothing')).toMatchObject({ left: { code: 'SQLITE_ERROR' } })
      views.close()
    }))

  test('takes whole numbers for whole numbers, as its columns hold them', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1))
      await done(project().catchUp())
      const views = opened(file)
      const sql = 'SELECT :n / 60 AS n, typeof(:n) AS is_n, typeof(:half) AS is_half, :none AS none'
      expect(views.query(sql, { n: 90, half: 0.5, none: null })).toEqual(
        E.right([{ n: 1, is_n: 'integer', is_half: 'real', none: null }]),
      )
      views.close()
    }))

  test('cannot be written', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1))
      await done(project().catchUp())
      const views = opened(file)
      await expect(views.db.deleteFrom('request').execute()).rejects.toThrow('readonly')
      views.close()
    }))

  test('says where it stands, and what it holds', () =>
    atDesk(async ({ file, store, project }) => {
      const position = await tell(store, S.opened(1))
      await done(project().catchUp())
      const views = opened(file)
      expect(views.checkpoint()).toMatchObject({ right: { position, now: at(1) } })
      expect(views.digest(serviceDesk.tables)).toEqual(E.right(digestsOf(file)))
      views.close()
    }))

  test('is the new file once that has taken the place of the old one', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(4))
      await done(project().catchUp())
      const views = opened(file)
      const held = () => views.db.selectFrom('handling').selectAll().execute()
      expect(await held()).toHaveLength(4)
      const next = project({ projectors: [{ ...serviceDesk, version: 2 }] })
      await tell(store, S.opened(50), S.closed(50))
      await done(next.catchUp())
      expect(await held()).toHaveLength(5)
      views.close()
    }))

  test('is no read model where there is none', () =>
    atDesk(async ({ folder, file }) => {
      within(file, (db) => db.exec('CREATE TABLE recipe(name)'))
      expect(openViews(file)).toMatchObject({ left: { _tag: 'ViewsUnavailable' } })
      expect(openViews(`${folder}/nothing.db`)).toMatchObject({
        left: { _tag: 'ViewsUnavailable', code: 'SQLITE_CANTOPEN' },
      })
    }))
})

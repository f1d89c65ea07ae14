import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { asOf } from './as-of.ts'
import { agentLoad, serviceDesk } from './service-desk.samples.ts'
import { atDesk, done, failure, registry, tell } from './testing/desk.ts'
import { digestsOf, rowsOf, within } from './testing/looking.ts'
import * as S from './testing/story.ts'

const projectors = [serviceDesk]

describe('the read model as of a position', () => {
  test('is what it was then, table by table', () =>
    atDesk(async ({ folder, file, store, project }) => {
      const desk = project()
      await tell(store, ...S.busyDay(15))
      const { position } = await done(desk.catchUp())
      const then = digestsOf(file)
      await tell(store, ...S.busyDay(25).slice(60), S.closed(3))
      await done(desk.catchUp())
      expect(digestsOf(file)).not.toEqual(then)
      const past = await done(asOf({ store, registry, projectors }, { position }))
      expect(past.digest(serviceDesk.tables)).toEqual(E.right(then))
      expect(past.checkpoint()).toMatchObject({ right: { position } })
      past.close()
      const scratch = `${folder}/past.db`
      const kept = await done(asOf({ store, registry, projectors }, { position, file: scratch }))
      kept.close()
      expect(digestsOf(scratch)).toEqual(then)
    }))

  test('folds no more than the table that is asked for, and what it follows', () =>
    atDesk(async ({ store }) => {
      await tell(store, S.opened(1), S.assigned(1), S.closed(1))
      const past = await done(
        asOf({ store, registry, projectors }, { position: 2, table: agentLoad }),
      )
      expect(past.query('SELECT * FROM agent_load')).toEqual(
        E.right([{ agent_id: S.ana, held: 1, closed: 0 }]),
      )
      expect(E.isLeft(past.query('SELECT * FROM timeline'))).toBe(true)
      past.close()
    }))

  test('replaces a read model in the file, and leaves every other file alone', () =>
    atDesk(async ({ folder, store }) => {
      await tell(store, S.opened(1), S.opened(2))
      const file = `${folder}/past.db`
      for (const position of [2, 1]) {
        const past = await done(asOf({ store, registry, projectors }, { position, file }))
        past.close()
        expect(rowsOf(file, 'request')).toHaveLength(position)
      }
      const recipes = `${folder}/recipes.db`
      within(recipes, (db) => db.exec('CREATE TABLE recipe(name)'))
      const refused = asOf({ store, registry, projectors }, { position: 1, file: recipes })
      expect(await failure(refused)).toMatchObject({ _tag: 'ViewsUnavailable' })
      expect(rowsOf(recipes, 'recipe')).toEqual([])
    }))

  test('is not told where an event cannot be read', () =>
    atDesk(async ({ store }) => {
      await tell(store, S.opened(1), { type: 'NoteAdded', data: {} })
      const asked = asOf({ store, registry, projectors }, { position: 2 })
      expect(await failure(asked)).toMatchObject({ _tag: 'CannotDecode', position: 2 })
    }))
})

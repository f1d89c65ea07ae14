import { describe, expect, test } from '@jest/globals'
import type { ReadAll } from '@deskledger/event-store'
import { text } from './column.ts'
import { readModel } from './read-model.ts'
import { timeline, type Event } from './service-desk.samples.ts'
import { atDesk, done, failure, tell } from './testing/desk.ts'
import { rowsOf } from './testing/looking.ts'
import * as S from './testing/story.ts'

const { table, log } = readModel<Event>()
const doc = 'a table with a bug'
const request_id = text('the request')

const throwing = table('throwing', { doc, key: { request_id }, columns: {} }).on(
  (e) => ({ request_id: e.data.requestId }),
  {
    RequestOpened: () => ({}),
    NoteAdded: () => {
      throw new Error('a bug')
    },
  },
)

const twice = log('twice', { doc, key: { request_id }, columns: {} }).on(
  (e) => ({ request_id: e.data.requestId }),
  { RequestOpened: () => ({}) },
)

const malformed = { type: 'RequestAssigned', data: { requestId: S.maria, at: 'María' } }

describe('an event that cannot be read', () => {
  test('stops a projection, which keeps everything before it and says where it stands', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1), S.opened(2), malformed, S.opened(3))
      const desk = project()
      expect(await failure(desk.catchUp())).toEqual({
        _tag: 'CannotDecode',
        position: 3,
        stream: `request-${S.maria}`,
        revision: 0,
        type: 'RequestAssigned',
        why: {
          _tag: 'Malformed',
          type: 'RequestAssigned',
          issues: [
            { path: 'agentId', expected: 'AgentId (a UUID)' },
            { path: 'at', expected: expect.stringContaining('Instant') },
          ],
        },
      })
      expect(rowsOf(file, 'request')).toHaveLength(2)
      expect((await done(desk.checkpoint())).position).toBe(2)
      expect(await failure(desk.catchUp())).toMatchObject({ position: 3 })
    }))

  test('is skipped and counted where that is the policy', () =>
    atDesk(async ({ file, store, project }) => {
      const last = await tell(store, S.opened(1), malformed, S.opened(3), malformed)
      const desk = project({ onUndecodable: 'skip' })
      expect(await done(desk.catchUp())).toMatchObject({
        position: last,
        skipped: 2,
        incompleteSince: undefined,
      })
      expect(rowsOf(file, 'request')).toHaveLength(2)
      expect(rowsOf(file, 'projection_parked')).toEqual([])
    }))

  test('is parked without what it says, and the read model is incomplete since then', () =>
    atDesk(async ({ file, store, project }) => {
      const last = await tell(store, S.opened(1), malformed, S.opened(3), malformed)
      const desk = project({ onUndecodable: 'park' })
      expect(await done(desk.catchUp())).toMatchObject({ position: last, incompleteSince: 2 })
      const parked = rowsOf(file, 'projection_parked')
      expect(parked).toHaveLength(2)
      expect(parked[0]).toEqual({
        position: 2,
        stream: `request-${S.maria}`,
        revision: 0,
        type: 'RequestAssigned',
        reason: expect.stringMatching(/^Malformed: agentId: expected .*; at: expected /),
      })
      expect(JSON.stringify(parked)).not.toContain('María')
    }))

  test('of a type that nobody listens to is never looked at', () =>
    atDesk(async ({ folder, store, project }) => {
      const last = await tell(store, { type: 'ShopPainted', data: 'blue' })
      expect((await done(project().catchUp())).position).toBe(last)
      const unfiltered = { ...store, readAll: () => store.readAll() }
      const other = project({ store: unfiltered, file: `${folder}/other.db` })
      expect((await done(other.catchUp())).position).toBe(last)
    }))

  test('of a newer version is named with both versions', () =>
    atDesk(async ({ file, store, project }) => {
      const future = {
        ...store,
        readAll: (from?: ReadAll) =>
          (async function* () {
            for await (const page of store.readAll(from))
              yield {
                ...page,
                events: page.events.map((event) => Object.assign(event, { schemaVersion: 7 })),
              }
          })(),
      }
      await tell(store, S.opened(1))
      await done(project({ store: future, onUndecodable: 'park' }).catchUp())
      expect(rowsOf(file, 'projection_parked')).toMatchObject([
        { reason: 'NewerSchema: version 7, known up to 1' },
      ])
    }))
})

describe('a fold that throws', () => {
  test('stops a projection, named by table and event, and nothing of the batch is written', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1), S.opened(2), S.noted(1, 'kaputt'))
      const bad = project({
        projectors: [{ name: 'bad', version: 1, tables: [throwing] }],
        batchSize: 2,
      })
      expect(await failure(bad.catchUp())).toMatchObject({
        _tag: 'FoldFailed',
        table: 'throwing',
        position: 3,
        type: 'NoteAdded',
      })
      expect(rowsOf(file, 'throwing')).toHaveLength(2)
      expect((await done(bad.checkpoint())).position).toBe(2)
    }))

  test('stops it also where two events write the same row of a log', () =>
    atDesk(async ({ folder, store, project }) => {
      await tell(store, S.opened(1), S.opened(1))
      const projectors = [{ name: 'bad', version: 1, tables: [timeline, twice] }]
      const together = project({ projectors, file: `${folder}/together.db` })
      expect(await failure(together.catchUp())).toMatchObject({
        _tag: 'FoldFailed',
        table: 'twice',
      })
      const apart = project({ projectors, file: `${folder}/apart.db`, batchSize: 1 })
      expect(await failure(apart.catchUp())).toMatchObject({
        _tag: 'RowRefused',
        table: 'twice',
      })
      expect((await done(apart.checkpoint())).position).toBe(1)
      expect(rowsOf(`${folder}/apart.db`, 'timeline')).toHaveLength(1)
    }))
})

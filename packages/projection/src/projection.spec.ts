import { describe, expect, test } from '@jest/globals'
import SQLite from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { at } from '@deskledger/kernel/testing'
import { atDesk, done, failure, tell } from './testing/desk.ts'
import { rowsOf } from './testing/looking.ts'
import * as S from './testing/story.ts'

describe('a projection', () => {
  test('holds what the log tells once it has caught up', () =>
    atDesk(async ({ file, store, project }) => {
      const last = await tell(store, S.opened(1), S.assigned(1), S.opened(2, S.lee))
      const checkpoint = await done(project().catchUp())
      expect(checkpoint.position).toBe(last)
      expect(checkpoint.now).toBe(at(6))
      expect(rowsOf(file, 'agent_load')).toEqual([{ agent_id: S.ana, held: 1, closed: 0 }])
      expect(rowsOf(file, 'open_request')).toHaveLength(2)
    }))

  test('has caught up with an empty log', () =>
    atDesk(async ({ project }) => {
      const checkpoint = await done(project().catchUp())
      expect(checkpoint).toMatchObject({ position: 0, now: undefined })
    }))

  test('goes on where it stopped', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, ...S.busyDay(30))
      const first = project()
      await done(first.catchUp())
      await first.close()
      const last = await tell(store, S.opened(40), S.assigned(40))
      const folded: Array<number> = []
      const second = project({ onProgress: ({ position }) => folded.push(position) })
      expect((await done(second.catchUp())).position).toBe(last)
      expect(folded).toEqual([last])
      expect(rowsOf(file, 'request')).toHaveLength(31)
    }))

  test('passes over events that nobody listens to, and is level with them', () =>
    atDesk(async ({ store, project }) => {
      await tell(store, S.opened(1))
      const desk = project()
      await done(desk.catchUp())
      const last = await tell(store, { type: 'ShopPainted', data: { at: at(9) } })
      const checkpoint = await done(desk.catchUp())
      expect(checkpoint).toMatchObject({ position: last, now: at(1), seen: { position: 1 } })
    }))

  test('knows the latest time that it was told of, in whatever order', () =>
    atDesk(async ({ store, project }) => {
      await tell(store, S.opened(5), S.opened(50), S.opened(4))
      const desk = project()
      expect((await done(desk.catchUp())).now).toBe(at(50))
      await tell(store, S.opened(3))
      expect((await done(desk.catchUp())).now).toBe(at(50))
    }))

  test('follows what is recorded while it runs', () =>
    atDesk(async ({ file, store, project }) => {
      const desk = project()
      const running = desk.run()()
      await tell(store, S.opened(1))
      await done(desk.waitFor(1))
      const last = await tell(store, S.assigned(1), S.opened(2))
      await done(desk.waitFor(last))
      expect(rowsOf(file, 'request')).toHaveLength(2)
      await desk.close()
      expect(await running).toEqual(E.right(undefined))
    }))

  test('runs until it is told to stop', () =>
    atDesk(async ({ store, project }) => {
      const stopping = new AbortController()
      const desk = project()
      const running = desk.run({ signal: stopping.signal })()
      await done(desk.waitFor(await tell(store, S.opened(1))))
      stopping.abort()
      expect(await running).toEqual(E.right(undefined))
      const last = await tell(store, S.opened(2))
      expect(await failure(desk.waitFor(last, 30))).toEqual({
        _tag: 'NotReached',
        position: last,
        reached: 1,
      })
    }))

  test('says why nobody has to wait for it any longer', () =>
    atDesk(async ({ store, project }) => {
      const desk = project()
      const running = desk.run()()
      const last = await tell(store, { type: 'RequestOpened', data: { at: at(0) } })
      expect(await failure(desk.waitFor(last))).toMatchObject({ _tag: 'CannotDecode' })
      expect(E.isLeft(await running)).toBe(true)
    }))

  test('gives others a turn between batches', () =>
    atDesk(async ({ store, project }) => {
      await tell(store, ...S.busyDay(10))
      let turns = 0
      const count = () => {
        turns += 1
        ticking = setImmediate(count)
      }
      let ticking = setImmediate(count)
      await done(project({ batchSize: 2 }).catchUp())
      clearImmediate(ticking)
      expect(turns).toBeGreaterThanOrEqual(20)
    }))

  test('waits its turn while another process writes', () =>
    atDesk(async ({ file, store, project }) => {
      await tell(store, S.opened(1))
      const desk = project()
      await done(desk.catchUp())
      const last = await tell(store, S.opened(2))
      const other = new SQLite(file)
      other.exec('BEGIN IMMEDIATE')
      const caughtUp = desk.catchUp()()
      await new Promise((resolve) => setTimeout(resolve, 150))
      other.exec('ROLLBACK')
      other.close()
      expect(await caughtUp).toMatchObject({ right: { position: last } })
    }))

  test('keeps its lease as long as it runs, and no longer', () =>
    atDesk(async ({ store, project }) => {
      const desk = project({ leaseMs: 300 })
      const running = desk.run()()
      await done(desk.waitFor(await tell(store, S.opened(1))))
      const { epoch, holder, leaseUntil } = await done(desk.checkpoint())
      await new Promise((resolve) => setTimeout(resolve, 500))
      const later = await done(desk.checkpoint())
      expect(later).toMatchObject({ epoch, holder })
      expect(later.leaseUntil).toBeGreaterThan(leaseUntil + 200)
      const rival = project({ leaseMs: 300 })
      const rivals = rival.run()()
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect((await done(rival.checkpoint())).holder).toBe(holder)
      expect([desk.leads(), rival.leads()]).toEqual([true, false])
      await desk.close()
      await done(rival.waitFor(await tell(store, S.opened(2))))
      expect(await done(rival.checkpoint())).toMatchObject({ epoch: epoch + 1 })
      await rival.close()
      await Promise.all([running, rivals])
    }))

  test('leaves the lease to others once it has caught up', () =>
    atDesk(async ({ store, project }) => {
      await tell(store, S.opened(1))
      const desk = project()
      await done(desk.catchUp())
      expect(await done(desk.checkpoint())).toMatchObject({ holder: '', epoch: 1 })
      expect(desk.leads()).toBe(false)
    }))

  test('has caught up when another process has', () =>
    atDesk(async ({ store, project }) => {
      const leader = project()
      const running = leader.run()()
      await done(leader.waitFor(await tell(store, S.opened(1))))
      const last = await tell(store, S.opened(2))
      expect((await done(project().catchUp())).position).toBe(last)
      await leader.close()
      await running
    }))

  test('does nothing once it is closed', () =>
    atDesk(async ({ project }) => {
      const desk = project()
      await desk.close()
      expect(await failure(desk.checkpoint())).toEqual({ _tag: 'ProjectionClosed' })
      expect(await failure(desk.rebuild())).toEqual({ _tag: 'ProjectionClosed' })
    }))

  test('ends with the failure of its log', () =>
    atDesk(async ({ store, project }) => {
      await store.close()()
      expect(await failure(project().catchUp())).toEqual({ _tag: 'StoreClosed' })
      expect(await failure(project().run())).toEqual({ _tag: 'StoreClosed' })
    }))

  test('refuses projectors that contradict themselves', () =>
    atDesk(async ({ project }) => {
      expect(() =>
        project({
          projectors: [
            { name: 'a', version: 1, tables: [] },
            { name: 'a', version: 1, tables: [] },
          ],
        }),
      ).toThrow('projector a is there twice')
    }))
})

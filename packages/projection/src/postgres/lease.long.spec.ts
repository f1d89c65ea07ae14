import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { recorded } from '../contract/index.ts'
import { planOf } from '../engine/plan.ts'
import { advanceOf } from '../reading.ts'
import { serviceDesk, type Event } from '../service-desk.samples.ts'
import * as S from '../testing/story.ts'
import { create } from './schemas.ts'
import { onConnection, type PostgresServer } from './server.ts'
import { testDatabases, type Running } from './testing/index.ts'
import { newHolder, viewsSchema, type ViewsSchema } from './views-schema.ts'

const plan = planOf([serviceDesk], { isStrict: true })
const log = recorded<Event>([S.opened(1), S.opened(2), S.opened(3)])

const fold = (views: ViewsSchema, from: number, to: number) => {
  const events = log.slice(from, to)
  return views.fold(events, advanceOf(events, 3 * from, 3 * to))
}

interface Two {
  readonly one: ViewsSchema
  readonly other: ViewsSchema
  readonly pass: (ms: number) => void
  readonly requests: () => Promise<number>
}

let pairs = 0

/** Two writers of one schema, whose clock the spec holds. */
const atTwo = async (running: Running, work: (two: Two) => Promise<void>): Promise<void> => {
  pairs += 1
  const at: PostgresServer = await running.server(`two_${pairs}`)
  await create(at, at.schema, plan, 'x')
  let now = 1_000
  const open = () =>
    viewsSchema(at, at.schema, plan, {
      holder: newHolder(),
      leaseMs: 100,
      fingerprint: 'x',
      clock: () => now,
    })
  await work({
    one: open(),
    other: open(),
    pass: (ms) => (now += ms),
    requests: () =>
      onConnection(at, 'read', async ({ query }) => {
        const { rows } = await query({ text: 'SELECT count(*) AS n FROM request' })
        return Number(rows[0]?.['n'])
      }),
  })
}

for (const { name, isMissing, start } of testDatabases)
  (isMissing === undefined ? describe : describe.skip)(
    `the lease of a read model on ${name}`,
    () => {
      let running: Running
      beforeAll(async () => {
        running = await start()
      }, 120_000)
      afterAll(() => running.stop(), 60_000)
      const atTwoNodes = (work: (two: Two) => Promise<void>) => atTwo(running, work)

      test('is held by one at a time', () =>
        atTwoNodes(async ({ one, other }) => {
          expect(await one.take()).toBe(true)
          expect(await other.take()).toBe(false)
          expect(await fold(other, 0, 1)).toBe('lost')
          expect(await fold(one, 0, 1)).toBe('folded')
          expect([one.leads(), other.leads()]).toEqual([true, false])
        }))

      test('goes to one of two who take it at the same moment', () =>
        atTwoNodes(async ({ one, other }) => {
          const took = await Promise.all([one.take(), other.take()])
          expect(took.filter((each) => each)).toHaveLength(1)
          expect((await one.checkpoint()).epoch).toBe(1)
        }))

      test('is over when its holder says nothing for too long', () =>
        atTwoNodes(async ({ one, other, pass }) => {
          await one.take()
          pass(99)
          expect(await other.take()).toBe(false)
          pass(1)
          expect(await other.take()).toBe(true)
          expect((await other.checkpoint()).epoch).toBe(2)
        }))

      test('is renewed by every batch', () =>
        atTwoNodes(async ({ one, other, pass }) => {
          await one.take()
          pass(60)
          await fold(one, 0, 1)
          pass(60)
          expect(await other.take()).toBe(false)
        }))

      test('is no longer believed in by a holder who has heard nothing for as long', () =>
        atTwoNodes(async ({ one }) => {
          await one.take()
          expect(one.leads()).toBe(true)
          await new Promise((resolve) => setTimeout(resolve, 150))
          expect(one.leads()).toBe(false)
        }))

      test('that was lost lets its holder write nothing, even after others let go', () =>
        atTwoNodes(async ({ one, other, pass, requests }) => {
          await one.take()
          await fold(one, 0, 1)
          pass(200)
          await other.take()
          expect(await fold(one, 1, 2)).toBe('lost')
          expect(one.leads()).toBe(false)
          await other.release()
          expect(await fold(one, 1, 2)).toBe('lost')
          expect(await requests()).toBe(1)
          expect(await one.take()).toBe(true)
          expect(await fold(one, 1, 2)).toBe('folded')
        }))

      test('that goes over during a batch leaves either the batch or the next holder', () =>
        atTwoNodes(async ({ one, other, pass }) => {
          for (let n = 0; n < 3; n += 1) {
            expect(await one.take()).toBe(true)
            pass(200)
            const both = await Promise.all([fold(one, n, n + 1), other.take()])
            expect([
              ['folded', false],
              ['lost', true],
            ]).toContainEqual(both)
            await other.release()
            await one.take()
            await fold(one, n, n + 1)
            await one.release()
          }
        }))

      test('that is taken by turns folds every event once, and never leaves a gap', () =>
        atTwoNodes(async ({ one, other, requests }) => {
          await one.take()
          expect(await fold(one, 1, 3)).toBe('gap')
          expect(await fold(one, 0, 2)).toBe('folded')
          await one.release()
          await other.take()
          expect(await fold(other, 1, 3)).toBe('folded')
          expect(await fold(other, 0, 3)).toBe('folded')
          expect((await other.checkpoint()).position).toBe(9)
          expect(await requests()).toBe(3)
        }))
    },
  )

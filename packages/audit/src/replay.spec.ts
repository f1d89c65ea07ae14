import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anyLog, Parties, recorded, Requests as S } from '@deskledger/domain/testing'
import { at } from '@deskledger/kernel/testing'
import { asOf, openViews, type Digests } from '@deskledger/projection'
import { processEvent } from '@deskledger/projector-analytics'
import { happenedBy } from './sifting.ts'
import { replay } from './replay.ts'
import { append, done, logOf, right, settingsOf, tables, withViews } from './testing/log.ts'

const factsIn = (digests: Digests) =>
  Object.entries(digests).map(([table, { rows, facts }]) => ({ table, rows, facts }))

describe('read models as of a position', () => {
  test('are on facts what the desk had when it was there, whatever came after', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.array(fc.boolean()), async (events, looks) => {
        const store = await logOf([])
        await withViews(store, async ({ catchUp, views }) => {
          const seen: Array<readonly [position: number, digests: Digests]> = []
          for (const [i, event] of events.entries()) {
            await append(store, event)
            if (looks[i] !== true || seen.length === 4) continue
            await catchUp()
            const open = views()
            seen.push([right(open.checkpoint()).position, right(open.digest(tables))])
          }
          for (const [position, then] of seen) {
            const moment = { by: 'recorded', position } as const
            const replayed = await done(replay(settingsOf(store), { moment }))
            expect(replayed.position).toBe(position)
            expect(factsIn(replayed.digests)).toEqual(factsIn(then))
            if (!events.some(({ type }) => type === 'PartyErased'))
              expect(replayed.digests).toEqual(then)
          }
        })
      }),
      { numRuns: 15 },
    )
  }, 120_000)

  test('behind the end of the log are those at its end', async () => {
    const settings = settingsOf(await logOf(recorded([S.opened, S.assigned])))
    const end = await done(replay(settings, { moment: { by: 'recorded', position: 2 } }))
    const behind = await done(replay(settings, { moment: { by: 'recorded', position: 99 } }))
    expect(behind).toEqual(end)
    expect(behind.position).toBe(2)
  })

  test('are kept where they are asked to be, and nowhere else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskledger-replay-'))
    try {
      const file = join(folder, 'views.db')
      const settings = settingsOf(await logOf(recorded([Parties.registered])))
      const moment = { by: 'recorded', position: 1 } as const
      await done(replay(settings, { moment }))
      expect(existsSync(file)).toBe(false)
      const { digests } = await done(replay(settings, { moment, file }))
      const kept = right(openViews<unknown>(file))
      expect(right(kept.digest(tables))).toEqual(digests)
      kept.close()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** A log without the other events numbers the revisions of a stream in its own way. */
const numbering: ReadonlySet<string> = new Set([processEvent.name, 'activity'])
const unnumbered = (digests: Digests) =>
  factsIn(digests).filter(({ table }) => !numbering.has(table))

describe('read models as of what had happened', () => {
  const late = [
    Parties.story.happened('PartyRegistered', Parties.profile, at(60)),
    Parties.story.happened('RoleAssumed', { role: 'customer' }, at(10)),
    S.story.happened('RequestOpened', S.asFault, at(20)),
  ]

  test('hold what was recorded late, and not what happened later', async () => {
    const settings = settingsOf(await logOf(recorded(late)))
    const moment = { by: 'occurred', instant: at(20) } as const
    const { digests, position } = await done(replay(settings, { moment }))
    expect(position).toBe(3)
    expect(digests).toMatchObject({ request: { rows: 1 }, customer: { rows: 0 } })
    const before = { by: 'occurred', instant: at(20) - 1 } as const
    const { digests: earlier } = await done(replay(settings, { moment: before }))
    expect(earlier).toMatchObject({ request: { rows: 0 } })
  })

  test('are the fold of exactly those events', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.nat(), async (events, nth) => {
        const instant = events[nth % Math.max(1, events.length)]?.occurredAt ?? at(0)
        const settings = settingsOf(await logOf(events))
        const moment = { by: 'occurred', instant } as const
        const { digests } = await done(replay(settings, { moment }))
        const happened = events.filter(({ occurredAt }) => occurredAt <= instant)
        const naive = settingsOf(await logOf(happened))
        const folded = await done(asOf(naive, { position: happened.length }))
        expect(unnumbered(digests)).toEqual(unnumbered(right(folded.digest(tables))))
        folded.close()
      }),
      { numRuns: 15 },
    )
  }, 120_000)

  test('leave positions as they are', async () => {
    const store = happenedBy(await logOf(recorded(late)), at(10))
    const seen: Array<number> = []
    let through = 0
    for await (const page of store.readAll()) {
      through = page.through
      seen.push(...page.events.map(({ position }) => position))
    }
    expect({ seen, through }).toEqual({ seen: [2], through: 3 })
  })
})

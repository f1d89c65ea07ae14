import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { openDesk } from '@deskledger/desk'
import { builtInSeed } from './build.ts'
import { commandIds } from './building/sample.ts'
import { day, yearBegins } from './calendar.ts'
import { played } from './simulation/year.ts'
import { expected, found, shortForm } from './testing/golden.ts'
import { sampleDesk } from './testing/index.ts'

/** In milliseconds, on a busy machine. */
const patience = 120_000

const ends = yearBegins + shortForm * day

describe('the read models of three weeks', () => {
  test(
    'are the same when they are made day by day, while people work',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'deskledger-day-by-day-'))
      const form = { seed: builtInSeed, days: shortForm }
      let now = yearBegins
      const setClock = (at: number): void => void (now = at)
      const { uuid: ids } = commandIds(form)
      const setting = { mode: 'still', durability: 'normal' } as const
      const desk = await openDesk({ folder, ids, clock: () => now, ...setting })
      const levelled: Array<Promise<{ readonly position: number }>> = []
      await played({ desk, setClock, ...form, onDay: () => levelled.push(desk.caughtUp()) })
      levelled.push(desk.caughtUp())
      const positions = (await Promise.all(levelled)).map(({ position }) => position)
      await desk.close()
      expect(new Set(positions).size).toBeGreaterThan(shortForm / 2)
      expect(await found(folder)).toEqual(expected(shortForm))
      rmSync(folder, { recursive: true, force: true })
    },
    patience,
  )

  test(
    'are the same when they are built anew, as often as one likes',
    async () => {
      const { folder, remove } = await sampleDesk()
      const desk = await openDesk({ folder, mode: 'still' })
      await desk.rebuild()
      await desk.rebuild()
      await desk.close()
      expect(await found(folder)).toEqual(expected(shortForm))
      remove()
    },
    patience,
  )

  test(
    'follow a desk that is awake and has nothing to do, which does nothing',
    async () => {
      const { folder, remove } = await sampleDesk()
      for (const name of ['views.db', 'views.db-wal', 'views.db-shm'])
        rmSync(join(folder, name), { force: true })
      const desk = await openDesk({ folder, clock: () => ends - 1 })
      await desk.settled()
      await desk.close()
      expect(await found(folder)).toEqual(expected(shortForm))
      remove()
    },
    patience,
  )
})

import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { child } from './testing/child.ts'
import { inFolder, opened } from './testing/disk.ts'
import { clock, note, recorded, upTo } from './testing/notes.ts'

const rounds = 6

const numbersOf = (
  lines: ReadonlyArray<string>,
  start: string,
): ReadonlyArray<ReadonlyArray<number>> =>
  lines.filter((line) => line.startsWith(start)).map((line) => line.split(' ').slice(1).map(Number))

test(
  'a process that is killed while it writes loses nothing that was acknowledged',
  () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      let before = 0
      for (const round of upTo(rounds)) {
        const scribe = child('scribe', file, `round${round}`, 1_000_000)
        await scribe.says('acknowledged')
        await new Promise((resolve) => setTimeout(resolve, 10 + 15 * round))
        scribe.kill()
        expect(await scribe.ended).toBe('SIGKILL')

        const store = opened({ file, clock })
        const events = await recorded(store)
        expect(events.map(({ position }) => position)).toEqual(
          upTo(events.length).map((n) => n + 1),
        )
        const acknowledged = numbersOf(scribe.lines, 'acknowledged')
        for (const [n = -1, position = -1] of acknowledged)
          expect(events[position - 1]?.commandId).toBe(`round${round}-${n}`)

        const sent = numbersOf(scribe.lines, 'sends')
        for (const [n = -1] of sent) {
          const again = await store.append(note(n % 5, `round${round}-${n}`))()
          expect(E.isRight(again)).toBe(true)
        }
        const after = await recorded(store)
        expect(after).toHaveLength(before + sent.length)
        expect(new Set(after.map(({ commandId }) => commandId)).size).toBe(after.length)
        expect(acknowledged.length).toBeGreaterThan(0)
        before = after.length
        await store.close()()
      }
    }),
  30_000,
)

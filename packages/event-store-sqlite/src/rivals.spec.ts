import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import { child } from './testing/child.ts'
import { inFolder, opened } from './testing/disk.ts'
import { clock, note, recorded, request, upTo } from './testing/notes.ts'

/** The longest time between two ticks of a timer that should fire every 5 ms. */
const longestStall = () => {
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
  }, 5).unref()
  return () => {
    clearInterval(timer)
    return longest
  }
}

describe('a process that holds the log', () => {
  test('is waited for, and nothing else stands still', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      const holder = child('holder', file, 500)
      await holder.says('holds')
      const stall = longestStall()
      const begun = performance.now()
      const answers = await Promise.all(upTo(20).map((n) => store.append(note(n, `n${n}`))()))
      expect(performance.now() - begun).toBeGreaterThan(300)
      expect(stall()).toBeLessThan(250)
      expect(answers.filter(E.isLeft)).toEqual([])
      await holder.ended
      await store.close()()
    }))

  test('for longer than the house is patient is told, and nothing was written', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock, patienceMs: 150 })
      const holder = child('holder', file, 700)
      await holder.says('holds')
      const answer = await store.append(note(1, 'early'))()
      expect(answer).toMatchObject(E.left({ _tag: 'Overloaded' }))
      const waitedMs = E.isLeft(answer) && 'waitedMs' in answer.left ? answer.left.waitedMs : 0
      expect(waitedMs).toBeGreaterThanOrEqual(150)
      expect(waitedMs).toBeLessThan(550)
      await holder.ended
      expect(await recorded(store)).toEqual([])
      expect(E.isRight(await store.append(note(1, 'late'))())).toBe(true)
      await store.close()()
    }))

  test('does not keep anyone from reading', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      await store.append(note(1, 'before'))()
      const holder = child('holder', file, 250)
      await holder.says('holds')
      const begun = performance.now()
      expect(await recorded(store)).toHaveLength(1)
      expect(performance.now() - begun).toBeLessThan(200)
      await holder.ended
      await store.close()()
    }))

  test('is waited for by a log that is being closed, which still writes what it took', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      const holder = child('holder', file, 200)
      await holder.says('holds')
      const answer = store.append(note(1, 'last'))()
      await store.close()()
      expect(E.isRight(await answer)).toBe(true)
      await holder.ended
      const again = opened({ file, clock })
      expect(await recorded(again)).toHaveLength(1)
      await again.close()()
    }))
})

describe('two processes', () => {
  test('that race for 300 streams begin each once, and every loser is told', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const racers = ['ana', 'ben'].map((name) => child('racer', file, name, 300))
      await Promise.all(racers.map((racer) => racer.says('ready')))
      for (const racer of racers) racer.tell('go')
      const results = await Promise.all(
        racers.map(async (racer) => JSON.parse(await racer.says('done')) as Result),
      )
      expect(results.flatMap(({ won }) => won).sort((a, b) => a - b)).toEqual(upTo(300))
      expect(results.flatMap(({ lost }) => lost)).toEqual(upTo(300).map(() => 0))
      const store = opened({ file, clock })
      const events = await recorded(store)
      expect(events.map(({ position }) => position)).toEqual(upTo(300).map((n) => n + 1))
      expect(new Set(events.map(({ stream }) => stream)).size).toBe(300)
      await store.close()()
    }))

  test('that write to the same streams leave no gap in any, and nothing is lost', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const scribes = ['ana', 'ben'].map((name) => child('scribe', file, name, 400))
      await Promise.all(scribes.map(({ ended }) => ended))
      const store = opened({ file, clock })
      const events = await recorded(store)
      expect(events.map(({ position }) => position)).toEqual(upTo(800).map((n) => n + 1))
      for (const n of upTo(5))
        expect(
          events.filter(({ stream }) => stream === request(n)).map(({ revision }) => revision),
        ).toEqual(upTo(160))
      expect(new Set(events.map(({ commandId }) => commandId)).size).toBe(800)
      await store.close()()
    }))

  test('that make the same log at once have one log', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const racers = upTo(4).map((n) => child('racer', file, `r${n}`, 1))
      const desks = await Promise.all(racers.map((racer) => racer.says('ready')))
      expect(new Set(desks).size).toBe(1)
      for (const racer of racers) racer.tell('go')
      await Promise.all(racers.map(({ ended }) => ended))
      const store = opened({ file, clock })
      expect(store.deskId).toBe(desks[0])
      expect(await recorded(store)).toHaveLength(1)
      await store.close()()
    }))

  test('that make the same log wait for each other', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const holder = child('holder', file, 200)
      await holder.says('holds')
      await opened({ file, clock }).close()()
      expect(await holder.ended).toBe(0)
    }))

  test('see each other’s commits in their subscriptions', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock, pageSize: 7 })
      const scribe = child('scribe', file, 'far', 120)
      const seen: Array<string> = []
      const near = scribe.says('acknowledged 20').then(() => store.append(note(9, 'near'))())
      for await (const { events } of store.subscribe()) {
        seen.push(...events.map(({ commandId }) => commandId))
        if (seen.length === 121) break
      }
      await near
      expect(new Set(seen)).toEqual(new Set([...upTo(120).map((n) => `far-${n}`), 'near']))
      expect(await scribe.ended).toBe(0)
      await store.close()()
    }))
})

describe('a process that does nothing but follow', () => {
  test('lives until it has seen what it waits for', () =>
    inFolder(async (folder) => {
      const file = join(folder, 'events.db')
      const store = opened({ file, clock })
      const follower = child('follower', file, 3)
      await follower.says('follows')
      for (const n of upTo(3)) {
        await new Promise((resolve) => setTimeout(resolve, 60))
        await store.append(note(1, `n${n}`))()
      }
      expect(JSON.parse(await follower.says('saw'))).toEqual(['n0', 'n1', 'n2'])
      expect(await follower.ended).toBe(0)
      await store.close()()
    }))
})

interface Result {
  readonly won: ReadonlyArray<number>
  readonly lost: ReadonlyArray<number>
}

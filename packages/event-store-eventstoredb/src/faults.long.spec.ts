import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import * as O from 'fp-ts/lib/Option.js'
import type { CommandId, StreamName } from '@deskledger/kernel'
import { id } from '@deskledger/kernel/testing'
import { anyRevision, type Append, type Appended, type EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve } from '@deskledger/wire'
import { proxyTo } from './testing/proxy.ts'
import { connected, machineClock, urlOf } from './testing/served.ts'

/** A row of numbers from 0 to 1, the same for the same seed (mulberry32). */
const chancesOf = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const retry = { patienceMs: 4_000, firstPauseMs: 2, longestPauseMs: 60 }
const stream = (n: number): StreamName => `request-${id(n)}`

const noting = (n: number, streams: number): Append => ({
  stream: stream(n % streams),
  expected: anyRevision,
  events: Array.from({ length: 1 + (n % 3) }, (_, i) => ({
    type: 'RequestNoted',
    schemaVersion: 1,
    data: { text: `${n}.${i}` },
    occurredAt: machineClock(),
    concerns: [],
  })),
  commandId: id<CommandId>(n),
  fingerprint: `note ${n}`,
  actor: { kind: 'agent', id: 'clerk' },
})

/** Sends until it is answered for good, as a caller would; how often it was not, is counted. */
const insisted = async (store: EventStore, wish: Append, met: (tag: string) => void) => {
  for (;;) {
    const answer = await store.append(wish)()
    if (E.isRight(answer)) return answer.right
    met(answer.left._tag)
    if (!['OutcomeUnknown', 'StoreUnavailable', 'Overloaded'].includes(answer.left._tag))
      throw new Error('an append failed for good', { cause: answer.left })
  }
}

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

describe('a log on a server that fails', () => {
  test(`loses no command and writes none twice, after 1,000 faults (seed ${seed})`, async () => {
    const chance = chancesOf(seed)
    const faults = { lost: 0, refused: 0, cut: 0, twice: 0, restarts: 0 }
    const inner = memoryEventStore({ clock: machineClock })
    let isCalm = false
    const served = () =>
      serve({
        store: inner,
        port: 0,
        faultAt: (place) => {
          if (isCalm) return undefined
          if (place === 'commit' && chance() < 0.2) {
            faults.lost += 1
            if (chance() < 0.25) {
              faults.cut += 1
              setImmediate(() => network.cut())
            }
            return { at: 'commit', failure: { _tag: 'Unavailable', why: 'lost' } }
          }
          if (place === 'call' && chance() < 0.02) {
            faults.refused += 1
            return { at: 'call', failure: { _tag: 'Unavailable', why: 'not now' } }
          }
          return undefined
        },
      })
    let server = await served()
    const network = await proxyTo(server.port)
    const settings = { connectionString: urlOf(network), retry, deadlineMs: 1_000, idleMs: 1_000 }
    const nodes = await Promise.all([1, 2, 3].map(() => patiently(() => connected(settings))))

    const followed: Array<string> = []
    const stop = new AbortController()
    const following = (async () => {
      for await (const { events } of (nodes[2] ?? inner).subscribe({}, { signal: stop.signal }))
        followed.push(...events.map(({ stream: of, revision }) => `${of} ${revision}`))
    })()

    const met = new Map<string, number>()
    const meet = (tag: string): void => void met.set(tag, (met.get(tag) ?? 0) + 1)
    const answers = new Map<number, ReadonlyArray<Appended>>()
    let next = 0
    const total = (): number => faults.lost + faults.refused + faults.cut + faults.twice
    const restart = async (): Promise<void> => {
      const old = server
      network.refuse(true)
      server = await served()
      network.turnTo(server.port)
      network.refuse(false)
      await old.close()
    }
    const restarting = (async () => {
      while (total() < 950) {
        await new Promise((later) => setTimeout(later, 5))
        if (total() < (faults.restarts + 1) * 100) continue
        faults.restarts += 1
        await restart()
      }
    })()
    const work = async (): Promise<void> => {
      while (total() < 1_000) {
        const n = next
        next += 1
        const wish = noting(n, 40)
        const node = nodes[n % 3] ?? inner
        const isTwice = chance() < 0.3
        if (isTwice) faults.twice += 1
        const both = isTwice ? [node, nodes[(n + 1 + (n % 2)) % 3] ?? inner] : [node]
        answers.set(n, await Promise.all(both.map((each) => insisted(each, wish, meet))))
      }
    }
    await Promise.all(Array.from({ length: 24 }, work))
    await restarting
    isCalm = true

    const events = []
    for await (const page of inner.readAll()) events.push(...page.events)
    const all = [...answers.keys()].flatMap((n) => noting(n, 40).events.map(({ data }) => data))
    const texts = (data: ReadonlyArray<unknown>) => data.map((each) => JSON.stringify(each)).sort()
    const reading = nodes[0] ?? inner
    const read = []
    for await (const page of reading.readAll()) read.push(...page.events)
    expect(texts(read.map(({ data }) => data))).toEqual(texts(all))
    expect(read).toHaveLength(events.length)

    for (const [n, each] of answers) {
      const [first] = each
      const places = new Set(
        each.map(({ firstRevision, lastPosition }) => `${firstRevision} ${lastPosition}`),
      )
      expect(places.size).toBe(1)
      expect(each.filter(({ repeated }) => !repeated).length).toBeLessThanOrEqual(1)
      const heard = await reading.heard(stream(n % 40), id<CommandId>(n))()
      const found = E.isRight(heard) ? O.toUndefined(heard.right) : undefined
      expect(found?.events[0]?.revision).toBe(first?.firstRevision)
      expect(found?.events.at(-1)?.position).toBe(first?.lastPosition)
    }

    while (followed.length < read.length) await new Promise((later) => setTimeout(later, 10))
    expect(followed).toEqual(read.map(({ stream: of, revision }) => `${of} ${revision}`))
    stop.abort()
    await following
    process.stdout.write(
      `seed ${seed}: ${JSON.stringify(faults)} in ${next} commands; callers were told ${JSON.stringify(Object.fromEntries(met))}\n`,
    )
    await Promise.all(nodes.map((node) => node.close()()))
    await network.close()
    await server.close()
  }, 120_000)
})

const patiently = async <A>(work: () => Promise<A>): Promise<A> => {
  for (;;) {
    try {
      return await work()
    } catch {
      await new Promise((later) => setTimeout(later, 5))
    }
  }
}

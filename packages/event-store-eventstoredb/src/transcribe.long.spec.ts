import { describe, expect, test } from '@jest/globals'
import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, Instant } from '@deskledger/kernel'
import { at, id } from '@deskledger/kernel/testing'
import { anyRevision, type EventStore, type Transcript } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import { serve } from '@deskledger/wire'
import { proxyTo } from './testing/proxy.ts'
import { connected, machineClock, urlOf } from './testing/served.ts'

const minute = 60_000
const retry = { patienceMs: 10_000, firstPauseMs: 2, longestPauseMs: 60 }

const transcriptsOf = async (store: EventStore): Promise<ReadonlyArray<Transcript>> => {
  const all: Array<Transcript> = []
  for await (const { appends } of store.transcription?.read() ?? []) all.push(...appends)
  return all
}

/** A log of so many commands on so many streams, in commits of four. */
const history = async (count: number, streams: number): Promise<ReadonlyArray<Transcript>> => {
  const log = memoryEventStore({ clock: () => at(0) })
  for (let n = 0; n < count; n += 1)
    await log.append({
      stream: `request-${id(n % streams)}`,
      expected: anyRevision,
      events: Array.from({ length: 1 + (n % 3) }, (_, i) => ({
        type: 'RequestNoted',
        schemaVersion: 1,
        data: { text: `${n}.${i}` },
        occurredAt: at(n),
        concerns: [],
      })),
      commandId: id<CommandId>(n),
      fingerprint: `note ${n}`,
      actor: { kind: 'agent', id: 'clerk' },
    })()
  return (await transcriptsOf(log)).map((each, n) => ({
    ...each,
    commit: 1 + Math.floor(n / 4),
    recordedAt: Math.floor(n / 4) as Instant,
  }))
}

const whole = async (appends: ReadonlyArray<Transcript>, target: EventStore) => {
  for (let n = 0; n < appends.length; n += 100) {
    const answer = await target.transcription?.write(appends.slice(n, n + 100))()
    if (answer === undefined || E.isLeft(answer)) return answer
  }
  return E.right(undefined)
}

describe('a log that is moved to a server', () => {
  for (const appends of ['shared', 'single'] as const)
    test(
      `keeps its order by ${appends} calls, although answers are lost and lines are cut`,
      async () => {
        let [asked, lost, cuts] = [0, 0, 0]
        const inner = memoryEventStore({ clock: machineClock })
        const server = await serve({
          store: inner,
          port: 0,
          faultAt: (place) => {
            if (place !== 'commit') return undefined
            asked += 1
            if (asked % 131 === 0) {
              cuts += 1
              setImmediate(() => network.cut())
            }
            if (asked % 17 !== 0) return undefined
            lost += 1
            return { at: 'commit', failure: { _tag: 'Unavailable', why: 'lost' } }
          },
        })
        const network = await proxyTo(server.port)
        const settings = { connectionString: urlOf(network), retry, appends, deadlineMs: 1_000 }
        const target = await connected(settings)
        const told = await history(appends === 'shared' ? 1_500 : 400, 40)
        expect(await whole(told, target)).toEqual(E.right(undefined))
        expect(await transcriptsOf(target)).toEqual(told)
        expect(Math.min(lost, cuts)).toBeGreaterThan(1)
        await target.close()()
        await network.close()
        await server.close()
        await inner.close()()
      },
      2 * minute,
    )

  test(
    'says that its order is lost where a server drops one append and takes the next',
    async () => {
      const told = await history(20, 20)
      const [inner, dropped] = [memoryEventStore({ clock: machineClock }), told[7]]
      let isDropped = false
      const dropping: EventStore = {
        ...inner,
        append: (request) => {
          if (request.stream !== `${dropped?.stream}` || isDropped) return inner.append(request)
          isDropped = true
          return async () => E.left({ _tag: 'StoreUnavailable', cause: 'dropped' })
        },
      }
      const server = await serve({ store: dropping, port: 0 })
      const target = await connected({ connectionString: urlOf(server), retry })
      const { stream } = dropped ?? {}
      expect(await whole(told, target)).toEqual(E.left({ _tag: 'OrderLost', stream, revision: 0 }))
      await target.close()()
      await server.close()
    },
    minute,
  )

  test(
    'is told when the server stays away, and goes on when it is back',
    async () => {
      const told = await history(300, 9)
      const inner = memoryEventStore({ clock: machineClock })
      const server = await serve({ store: inner, port: 0 })
      const network = await proxyTo(server.port)
      const hasty = { ...retry, patienceMs: 300 }
      const target = await connected({ connectionString: urlOf(network), retry: hasty })
      expect(await whole(told.slice(0, 100), target)).toEqual(E.right(undefined))
      network.refuse(true)
      expect(await whole(told, target)).toMatchObject(E.left({ _tag: 'StoreUnavailable' }))
      network.refuse(false)
      const again = await connected({ connectionString: urlOf(network), retry })
      expect(await whole(told, again)).toEqual(E.right(undefined))
      expect(await transcriptsOf(again)).toEqual(told)
      await Promise.all([target.close()(), again.close()()])
      await network.close()
      await server.close()
    },
    minute,
  )
})

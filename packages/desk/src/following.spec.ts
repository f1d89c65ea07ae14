import { afterAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore } from '@deskledger/event-store'
import { memoryEventStore } from '@deskledger/event-store/memory'
import type { Runner } from '@deskledger/process'
import { projection } from '@deskledger/projection'
import { assembled } from './assembled.ts'
import { machineClock } from './clock.ts'
import { awake } from './following.ts'
import { until } from './testing/nodes.ts'

const folder = mkdtempSync(join(tmpdir(), 'deskledger-following-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const away = { _tag: 'StoreUnavailable', cause: 'away' } as const

/** A log that can be away for a while. */
const unsteady = (store: EventStore) => {
  const state = { isAway: false }
  const asked = <A>(answer: () => A): A => {
    if (state.isAway) throw away
    return answer()
  }
  const log: EventStore = {
    ...store,
    head: () => (state.isAway ? () => Promise.resolve(E.left(away)) : store.head()),
    readAll: (from) => asked(() => store.readAll(from)),
    subscribe: async function* (from, how) {
      for await (const page of store.subscribe(from, how)) yield asked(() => page)
    },
  }
  return { log, state }
}

/** A policy whose settling goes as it is told. */
const policyThat = (settle: Runner<never>['settle']): Runner<never> => ({
  settle,
  standBy: () => Promise.resolve(E.right(0)),
  nextTimer: () => undefined,
  parked: () => [],
  release: () => Promise.resolve(E.right(false)),
})

let files = 0
const following = async (settle: Runner<never>['settle'] = () => Promise.resolve(E.right(0))) => {
  files += 1
  const { registry, projectors } = assembled()
  const { log, state } = unsteady(memoryEventStore({ clock: machineClock }))
  const file = join(folder, `${files}.db`)
  const models = projection({ file, store: log, registry, projectors })
  const failures: Array<string> = []
  const desk = awake(models, [{ name: 'policy', runner: policyThat(settle) }], {
    store: log,
    clock: machineClock,
    standsBy: true,
    failed: (_, tag) => void failures.push(tag),
  })
  return { desk, log, state, models, failures }
}

describe('a desk whose log is away', () => {
  test('says so, and follows again once it is back', async () => {
    const { desk, log, state, models } = await following()
    await until(10_000, () => (models.leads() ? true : undefined))
    state.isAway = true
    await log.append({
      stream: 'party-1',
      expected: { _tag: 'Any' },
      events: [{ type: 'X', schemaVersion: 1, data: {}, occurredAt: 0 as never, concerns: [] }],
      commandId: 'a' as never,
      fingerprint: 'a',
      actor: { kind: 'system', id: 'x' },
    })()
    await until(10_000, () => desk.viewsError())
    state.isAway = false
    await until(20_000, () => (desk.viewsError() === undefined ? true : undefined))
    expect(models.leads()).toBe(true)
    await desk.stop()
  }, 60_000)
})

describe('a policy', () => {
  test('that stopped for what passes begins again, and nothing is wrong any more', async () => {
    let tries = 0
    const { desk, failures } = await following(() => {
      tries += 1
      return Promise.resolve(tries === 1 ? E.left(away) : E.right(0))
    })
    await until(20_000, () => (tries > 1 ? true : undefined))
    await until(5_000, () => (desk.policyErrors().length === 0 ? true : undefined))
    expect(failures).toEqual(['StoreUnavailable'])
    await desk.stop()
  }, 60_000)

  test('that cannot go on stays where it is, and says why', async () => {
    let tries = 0
    const broken = { _tag: 'StoreDamaged', cause: 'torn' } as const
    const { desk } = await following(() => {
      tries += 1
      return Promise.resolve(E.left(broken))
    })
    await until(10_000, () => desk.policyErrors()[0])
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(desk.policyErrors()).toEqual([{ name: 'policy', error: broken }])
    expect(tries).toBe(1)
    await desk.stop()
  }, 60_000)

  test('asks before it acts whether its node still leads', async () => {
    const asked: Array<boolean> = []
    const { desk } = await following((leads) => {
      asked.push(leads?.() ?? false)
      return Promise.resolve(E.right(0))
    })
    await until(10_000, () => asked[0])
    expect(asked[0]).toBe(true)
    await desk.stop()
  }, 60_000)
})

import { describe, expect, test } from '@jest/globals'
import { event, identifier, Instant, registry, type Decider, type Policy } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import { count, question, view } from '@deskledger/projection'
import { assembled, defineModule, openDesk } from './index.ts'
import { instants } from './clock.ts'
import { maria, newFolder } from './samples.ts'

const parties = view('party_count', {
  doc: 'How many parties there are',
  columns: { parties: count('parties') },
  sql: 'SELECT count(*) FROM customer',
})
const counting = defineModule({ name: 'counting', version: 1, views: [parties] })

const decider: Decider<never, null, never, never> = {
  name: 'request',
  idField: 'thingId',
  begins: [],
  commands: {},
  events: registry(event('ThingHappened', { thingId: identifier('ThingId') })) as never,
  initial: null,
  decide: () => ({ _tag: 'Right', right: [] }),
  evolve: () => null,
  concerns: () => [],
}
const policy: Policy<null, never, never> = { name: 'routing', version: 1, initial: null, on: {} }
const q01 = question('Q01', {
  asks: 'How many?',
  doc: 'All of them.',
  columns: { parties: count('parties') },
  sql: 'SELECT count(*) FROM customer',
})

describe("a module of the embedder's own", () => {
  test('may have views over the tables of others, and no tables', async () => {
    const desk = await openDesk({ folder: newFolder(), modules: [counting], mode: 'still' })
    await maria(desk)
    await desk.caughtUp()
    const rows = await desk.db.selectFrom('party_count').selectAll().execute()
    expect(rows).toEqual([{ parties: 1 }])
    await desk.close()
  })

  test('takes no name that another one has', () => {
    const own = { name: 'own', version: 1 }
    expect(() => assembled([counting, counting])).toThrow('two modules are called counting')
    expect(() => assembled([{ ...own, deciders: [decider] }])).toThrow(
      'two deciders are called request',
    )
    expect(() => assembled([{ ...own, policies: [policy] }])).toThrow(
      'two policies are called routing',
    )
    expect(() => assembled([{ ...own, questions: [q01] }])).toThrow('two questions are called Q01')
    expect(assembled([counting]).modules.at(-1)).toBe(counting)
  })
})

describe('the clock of a desk', () => {
  test('tells instants: whole milliseconds', () => {
    expect(instants(() => at(5))()).toBe(at(5))
    expect(() => instants(() => Number.NaN)()).toThrow('the clock says NaN')
    expect(() => instants(() => 0.5)()).toThrow(Instant.name)
  })

  test("is the embedder's where there is one", async () => {
    const desk = await openDesk({ folder: newFolder(), clock: () => at(7), mode: 'still' })
    await maria(desk)
    const told: Array<number> = []
    for await (const { occurredAt, recordedAt } of desk.events()) told.push(occurredAt, recordedAt)
    await desk.close()
    expect(new Set(told)).toEqual(new Set([at(7)]))
  })
})

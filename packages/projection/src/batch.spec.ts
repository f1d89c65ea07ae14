import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyEvent } from '@deskledger/kernel/testing'
import { recorded } from './contract/recorded.ts'
import { batch, type Load, type Write } from './engine/batch.ts'
import { planOf } from './engine/plan.ts'
import { drive, driveLater } from './engine/sink.ts'
import * as Hostile from './hostile.samples.ts'
import { memorySink } from './memory/sink.ts'
import { request, serviceDesk, type Event } from './service-desk.samples.ts'
import type { AnyEvent } from './table.ts'
import * as S from './testing/story.ts'

const anyLog = fc
  .array(anyEvent(Hostile.events), { maxLength: 60, size: 'max' })
  .map((facts) => recorded<Hostile.Event>(facts))

/** What a batch asks for and writes, table by table. */
const asked = (events: ReadonlyArray<AnyEvent>): ReadonlyArray<Load | Write> => {
  const plan = planOf([serviceDesk], { isStrict: true })
  const sink = memorySink(plan)
  const asks: Array<Load | Write> = []
  drive(batch(plan, events), {
    load: (load) => {
      asks.push(load)
      return sink.load(load)
    },
    write: (write) => {
      asks.push(write)
      sink.write(write)
    },
  })
  return asks
}
const inStory = { thingId: S.ana, groupId: S.ben, partyId: S.maria, size: 1, name: 'a', at: 0 }
const born = { type: 'Born', data: inStory } as never
const looked = { type: 'Looked', data: { thingId: S.ana, at: 0 } } as never
const died = { type: 'Died', data: { thingId: S.ana, at: 0 } } as never
const log = (...facts: ReadonlyArray<Event>): ReadonlyArray<AnyEvent> => recorded<Event>(facts)

describe('a batch', () => {
  test('asks once for the rows of a table and writes each of them once', () => {
    const asks = asked(log(...S.busyDay(9)))
    for (const type of ['load', 'write'] as const) {
      const tables = asks.filter((ask) => ask.type === type).map(({ stage }) => stage.table.name)
      expect(tables).toEqual([...new Set(tables)])
    }
    const written = asks.find((ask) => ask.type === 'write' && ask.stage.table === request)
    expect(written).toMatchObject({ added: { length: 9 }, changed: [], removed: [] })
  })

  test('never asks for the rows of a log', () => {
    const asks = asked(log(...S.busyDay(2)))
    const loaded = asks.flatMap((ask) => (ask.type === 'load' ? [ask.stage.table.name] : []))
    expect(loaded).toEqual(['request', 'handling', 'agent_load'])
  })

  test('does not touch the database for a table that none of its events touches', () => {
    const asks = asked(log(S.noted(1, 'hello')))
    expect(asks.map(({ type, stage }) => `${type} ${stage.table.name}`)).toEqual([
      'load request',
      'write timeline',
    ])
  })

  test('does not write a row that no event has changed', () => {
    const events = recorded<Hostile.Event>([born, looked])
    const plan = planOf([Hostile.hostile])
    const sink = memorySink(plan)
    drive(batch(plan, events.slice(0, 1)), sink)
    const written: Array<string> = []
    drive(batch(plan, events.slice(1)), {
      load: sink.load,
      write: ({ stage }) => void written.push(stage.table.name),
    })
    expect(written).toEqual(['thing_history', 'step_count', 'heard'])
  })

  test('neither writes nor removes a row that was born and died in it', () => {
    const events = recorded<Hostile.Event>([born, died])
    const plan = planOf([Hostile.hostile])
    const sink = memorySink(plan)
    const written: Array<string> = []
    drive(batch(plan, events), {
      load: sink.load,
      write: ({ stage }) => void written.push(stage.table.name),
    })
    expect(written).not.toContain('thing')
  })

  test('writes the same to a database that answers later', () =>
    fc.assert(
      fc.asyncProperty(anyLog, async (events) => {
        const plan = planOf([Hostile.hostile], { isStrict: true })
        const [now, later] = [memorySink(plan), memorySink(plan)]
        drive(batch(plan, events), now)
        await driveLater(batch(plan, events), {
          load: async (load) => later.load(load),
          write: async (write) => later.write(write),
        })
        for (const { name } of Hostile.hostile.tables)
          expect(later.rows(name)).toEqual(now.rows(name))
      }),
    ))
})

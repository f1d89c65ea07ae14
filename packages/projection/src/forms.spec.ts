import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyEvent } from '@deskledger/kernel/testing'
import { count, positionColumn, text } from './column.ts'
import { projected } from './contract/projected.ts'
import { recorded } from './contract/recorded.ts'
import { onSqlite } from './contract/trial.ts'
import * as Hostile from './hostile.samples.ts'
import { readModel } from './read-model.ts'
import { agentLoad, request, serviceDesk } from './service-desk.samples.ts'
import * as S from './testing/story.ts'

const { logOf, rowsOf } = readModel<Hostile.Event>()

const anyLog = fc
  .array(anyEvent(Hostile.events), { maxLength: 60, size: 'max' })
  .map((facts) => recorded<Hostile.Event>(facts))

const inStory = { thingId: S.ana, groupId: S.ben, partyId: S.maria, size: 1, name: 'a', at: 0 }
const born = { type: 'Born', data: inStory } as never

describe('a table', () => {
  test('has no row before an event begins one', () =>
    expect(projected(serviceDesk, S.assigned(1)).rows(request)).toEqual([]))

  test('gives followers the key with every row, born or loaded', () => {
    const apart = projected(serviceDesk, S.opened(1)).and(S.assigned(1)).rows(agentLoad)
    expect(projected(serviceDesk, S.opened(1), S.assigned(1)).rows(agentLoad)).toEqual(apart)
  })
})

describe('a tallyOf', () => {
  test('is what GROUP BY gives', () =>
    fc.assert(
      fc.asyncProperty(anyLog, (events) =>
        onSqlite([Hostile.hostile], async (trial) => {
          await trial.fold(events)
          const grouped = await trial.query(
            `SELECT group_id, count(*) AS things, sum(size) AS size FROM thing
             WHERE size <= 6 GROUP BY group_id ORDER BY group_id`,
          )
          expect((await trial.contents())['group_size']).toEqual(grouped.rows)
        }),
      ),
    ))

  test('has no row where nothing is counted', () => {
    const model = projected(serviceDesk, S.opened(1), S.assigned(1, S.ana))
    expect(model.and(S.assigned(1, S.ben)).rows(agentLoad)).toEqual([
      { agent_id: S.ben, held: 1, closed: 0 },
    ])
  })
})

describe('a rowsOf', () => {
  test('is what each row stands for, and nothing else', () =>
    fc.assert(
      fc.asyncProperty(anyLog, (events) =>
        onSqlite([Hostile.hostile], async (trial) => {
          await trial.fold(events)
          const { thing = [], thing_tag } = await trial.contents()
          const expected = thing.flatMap(({ thing_id, tags, party_id, name }) =>
            [...new Set(String(tags).split(' '))]
              .filter((tag) => tag !== '')
              .map((tag) => {
                const rank = String(tags).split(' ').indexOf(tag)
                return { thing_id, tag, rank, party_id, name }
              }),
          )
          expect(new Set(thing_tag?.map((row) => JSON.stringify(row)))).toEqual(
            new Set(expected.map((row) => JSON.stringify(row))),
          )
        }),
      ),
    ))
})

describe('the rows that a row stands for', () => {
  test('stand at its own key, whatever they say', () => {
    const claiming = rowsOf('claim', Hostile.thing, {
      doc: 'one row for each thing, which claims to be another',
      key: { thing_id: text('the thing'), n: count('its number') },
      columns: {},
      rows: () => [Object.assign({ n: 1 }, { thing_id: S.ben })],
    })
    const claims = { name: 'claims', version: 1, tables: [Hostile.thing, claiming] }
    expect(projected(claims, born).rows(claiming)).toEqual([{ thing_id: S.ana, n: 1 }])
  })
})

describe('a logOf', () => {
  const born = inStory
  const of = (type: string, data: object = {}) => ({
    type,
    data: { thingId: S.ana, at: 0, ...data },
  })
  const steps = (...facts: ReadonlyArray<{ type: string; data: object }>) =>
    projected(Hostile.hostile, ...facts)
      .rows(Hostile.thingHistory)
      .map(({ step, position }) => `${step} ${position}`)

  test('hears of events that leave a row as it was', () =>
    expect(steps({ type: 'Born', data: born }, of('Looked'))).toEqual(['Born 3', 'Looked 6']))

  test('does not hear of events that find no row and make none', () => {
    const everything = logOf('everything', Hostile.thing, {
      doc: 'one row for each change',
      key: { position: positionColumn('the event') },
      columns: {},
      at: ({ event }) => ({ position: event.position }),
      row: () => ({}),
    })
    const all = { name: 'all', version: 1, tables: [Hostile.thing, everything] }
    const told = [of('Looked'), { type: 'Born', data: born }, of('Looked'), of('Died'), of('Died')]
    expect(projected(all, ...told).rows(everything)).toEqual([
      { position: 6 },
      { position: 9 },
      { position: 12 },
    ])
  })

  test('takes rows back, written long ago or just now, and only these', () => {
    const told = [{ type: 'Born', data: born }, of('Imported'), of('Looked'), of('Imported')]
    expect(steps(...told)).toEqual(['Born 3', 'Imported 6', 'Looked 9', 'Imported 12'])
    const left = ['Born 3', 'Looked 9', 'Withdrawn 15']
    expect(steps(...told, of('Withdrawn'))).toEqual(left)
    const later = projected(Hostile.hostile, ...told).and(of('Withdrawn'))
    expect(later.rows(Hostile.thingHistory)).toHaveLength(3)
    expect(later.rows(Hostile.stepCount)).toEqual([
      { step: 'Born', steps: 1 },
      { step: 'Looked', steps: 1 },
      { step: 'Withdrawn', steps: 1 },
    ])
  })

  test('does not take an erasure for a step', () => {
    const told = [
      { type: 'Born', data: born },
      { type: 'PartyErased', data: { partyId: S.maria, at: 0 } },
    ]
    const model = projected(Hostile.hostile, ...told)
    expect(model.rows(Hostile.thingHistory)).toMatchObject([{ step: 'Born', name: null }])
  })
})

describe('a row that several inputs of one event name', () => {
  test('hears the event once', () => {
    const shaken = { type: 'Shaken', data: { things: [S.ana, S.ana], by: 2, at: 0 } }
    expect(projected(Hostile.hostile, shaken).rows(Hostile.shaking)).toEqual([
      { thing_id: S.ana, by: 2, times: 1, last: 3 },
    ])
  })
})

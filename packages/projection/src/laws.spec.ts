import { describe, expect, test } from '@jest/globals'
import * as K from '@deskledger/kernel'
import { projectorLaws, type ContractSettings } from './contract/index.ts'
import { count, nullable, personal, text } from './column.ts'
import { readModel } from './read-model.ts'
import { view } from './view.ts'

const Id = K.identifier('Id')
const name = K.personal(K.text('name', 9), 'partyId')
const all = [
  K.event('Met', { partyId: Id, name }),
  K.event('Left', { partyId: Id }),
  K.event('PartyErased', { partyId: Id }),
] as const
type Event = (typeof all)[number]['_A']
const registry: K.Registry<Event> = K.registry(...all)

const { table, log, tallyOf, erases } = readModel<Event>()
const key = { party_id: text('who') }
const at = (e: { readonly data: { readonly partyId: string } }) => ({ party_id: e.data.partyId })
const columns = { met: count('how often'), name: personal(text('the name'), 'party_id') }
const shape = { doc: 'one row for each party', key, columns }

const good = table('party', shape).on(at, {
  Met: (row, e) => ({ met: row ? row.met + 1 : 1, name: K.orNull(e.data.name) }),
  Left: () => undefined,
})
const erasing = erases({ PartyErased: (e) => ({ party_id: e.data.partyId }) })

/** The laws that a read model breaks. */
const broken = async (
  settings: Partial<ContractSettings<Event>>,
): Promise<ReadonlyArray<string>> => {
  const statements: Array<string> = []
  for (const { statement, check } of projectorLaws('parties', {
    tables: [good],
    erases: erasing,
    registry,
    runs: 30,
    ...settings,
  }))
    try {
      await check()
    } catch {
      statements.push(statement)
    }
  return statements
}

describe('the contract of projectors', () => {
  test('is kept by a good one', async () => expect(await broken({})).toEqual([]))

  test('is broken by folds that remember what no row holds', async () => {
    let met = 0
    const forgetful = table('party', shape).on(at, {
      Met: (_, e) => ({ met: (met += 1), name: K.orNull(e.data.name) }),
    })
    expect(await broken({ tables: [forgetful] })).toContain(
      'holds the same rows however its events are cut into batches, repeated and interrupted',
    )
    expect(await broken({ tables: [forgetful] })).toContain(
      'folds the same to the same, and leaves events alone',
    )
  })

  test('is broken by folds that see a column that is not declared', async () => {
    const undeclared = table('party', shape).on(at, {
      Met: (row, e) => ({ ...row, met: 1, name: K.orNull(e.data.name), seen: true }),
    })
    expect(await broken({ tables: [undeclared] })).toContain(
      'fills every declared column with what it may hold, and no other',
    )
  })

  test('is broken by values that do not survive the database', async () => {
    const halves = table('party', shape).on(at, {
      Met: (row, e) => ({ met: (row ? row.met : 0) + 0.5, name: K.orNull(e.data.name) }),
    })
    expect(await broken({ tables: [halves] })).toContain(
      'fills every declared column with what it may hold, and no other',
    )
  })

  test('is broken by personal data where no erasure finds it', async () => {
    const leak = table('party', {
      doc: 'one row for each party',
      key,
      columns: { nick: nullable(text('the name again')) },
    }).on(at, { Met: (_, e) => ({ nick: K.orNull(e.data.name) }) })
    expect(await broken({ tables: [leak] })).toEqual([
      'holds the same once somebody is erased as if that data had never been told',
    ])
  })

  test('is broken by folds that count what was erased', async () => {
    const counting = table('party', shape).on(at, {
      Met: (row, e) => ({
        met: (row?.met ?? 0) + (K.isErased(e.data.name) ? 0 : 1),
        name: K.orNull(e.data.name),
      }),
    })
    expect(await broken({ tables: [counting] })).toEqual([
      'holds the same once somebody is erased as if that data had never been told',
    ])
  })

  test('is broken by log rows that two events share', async () => {
    const shared = log('visit', { doc: 'visits', key, columns: {} }).on(at, { Met: () => ({}) })
    expect(await broken({ tables: [shared] })).toContain(
      'holds the same rows however its events are cut into batches, repeated and interrupted',
    )
  })

  test('is broken by folds that change the event', async () => {
    const meddling = table('party', shape).on(at, {
      Met: (_, e) => {
        Object.assign(e.data, { name: 'X' })
        return { met: 1, name: 'X' }
      },
    })
    expect(await broken({ tables: [meddling] })).toContain(
      'folds the same to the same, and leaves events alone',
    )
  })

  test('is broken by folds that change the row they are given', async () => {
    const careless = table('party', shape).on(at, {
      Met: (row, e) =>
        row ? Object.assign(row, { met: 9 }) : { met: 1, name: K.orNull(e.data.name) },
    })
    expect(await broken({ tables: [careless] })).toContain(
      'fills every declared column with what it may hold, and no other',
    )
  })

  test('is broken by a view that gives something else, or nothing at all', async () => {
    const of = (sql: string) => [view('v', { doc: 'd', columns: { n: count('n') }, sql })]
    const statement = 'has views that give what they declare'
    expect(await broken({ views: of('SELECT met FROM party') })).toEqual([])
    expect(await broken({ views: of(`SELECT 'three' FROM party`) })).toEqual([statement])
    expect(await broken({ views: of('SELECT met, met FROM party') })).toContain(statement)
    expect(await broken({ views: of('SELECT met FROM parties') })).toContain(statement)
  })

  test('is broken by histories that never come to a table', async () => {
    const never = tallyOf('never', good, {
      doc: 'never',
      key,
      columns: { n: count('n') },
      at: () => undefined,
      measure: () => ({ n: 1 }),
    })
    const statement = 'is put to histories that write to every table'
    expect(await broken({ tables: [good, never] })).toEqual([statement])
    expect(await broken({ tables: [good, never], unreached: ['never'] })).toEqual([])
    expect(await broken({ unreached: ['party'] })).toEqual([statement])
  })

  test('is broken by a table without a doc line', async () => {
    const statement = 'says of each table and column what it means, and contradicts itself nowhere'
    expect(await broken({ tables: [{ ...good, doc: '' }] })).toContain(statement)
  })
})

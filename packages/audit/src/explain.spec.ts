import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { anyLog, Parties, recorded, Requests as S, type Event } from '@deskledger/domain/testing'
import type { Event as RequestEvent } from '@deskledger/domain/request/events'
import { count, readModel, text, type AnyTable, type Row, type Views } from '@deskledger/projection'
import { customer } from '@deskledger/projector-customer360'
import { processEvent } from '@deskledger/projector-analytics'
import { request } from '@deskledger/projector-routing'
import { explained, refolded, type Touch } from './explain.ts'
import { activity, done, logOf, right, settingsOf, tables, withViews } from './testing/log.ts'

const ask = async (facts: ReadonlyArray<Event>, table: AnyTable, key: Row, upTo?: number) => {
  const settings = settingsOf(await logOf(recorded(facts)))
  return done(explained(settings, upTo === undefined ? { table, key } : { table, key, upTo }))
}
const { table: tableOf, tallyOf } = readModel<RequestEvent>()

/** Whoever is first heard of when somebody else is identified is new. */
const party = tableOf('party', {
  doc: 'a party',
  key: { party_id: text('the party') },
  columns: { kind: text('known or new') },
})
  .on((e) => (e.data.partyId === undefined ? undefined : { party_id: e.data.partyId }), {
    RequestOpened: () => ({ kind: 'known' }),
  })
  .on((e) => [{ party_id: e.data.partyId }, { party_id: e.data.previous ?? '' }], {
    RequesterIdentified: (row) => row ?? { kind: 'new' },
  })
const byKind = tallyOf('by_kind', party, {
  doc: 'a kind of party',
  key: { kind: text('known or new') },
  columns: { parties: count('parties') },
  at: ({ kind }) => ({ kind }),
  measure: () => ({ parties: 1 }),
})
const acquaintance = { name: 'acquaintance', version: 1, tables: [party, byKind] }

const leak = { request_id: S.leak }
const told = ({ position, type, effect }: Touch) => ({ position, type, effect })

describe('a row explained', () => {
  test('is the events that touched it, in order, and no others', async () => {
    const facts = [Parties.registered, S.opened, Parties.mobileAdded, S.assigned, S.noted]
    const { touches, row, origins } = await ask(facts, request, leak)
    expect(touches.map(told)).toEqual([
      { position: 2, type: 'RequestOpened', effect: 'began' },
      { position: 4, type: 'ResponsibleAssigned', effect: 'changed' },
      { position: 5, type: 'NoteAdded', effect: 'changed' },
    ])
    expect(row).toMatchObject({ request_id: S.leak, responsible_id: S.ana })
    expect(origins).toEqual([])
  })

  test('says who caused each event, when, by which command', async () => {
    const [fact] = recorded([S.opened])
    const { touches } = await ask([S.opened], request, leak)
    expect(touches).toMatchObject([
      {
        stream: `request-${S.leak}`,
        revision: 0,
        occurredAt: S.opened.data.at,
        recordedAt: 1_900_000_001_000,
        actor: fact?.actor,
        commandId: fact?.commandId,
        correlationId: fact?.commandId,
        causationId: fact?.commandId,
      },
    ])
  })

  test('says of each column what it was before and what after', async () => {
    const { touches } = await ask([S.opened, S.assigned], request, leak)
    const [began, assigned] = touches
    expect(began?.changes).toContainEqual({
      column: 'status',
      before: undefined,
      after: 'open',
    })
    expect(assigned?.changes).toContainEqual({
      column: 'responsible_id',
      before: null,
      after: S.ana,
    })
    expect(assigned?.changes.map(({ column }) => column)).not.toContain('subject')
  })

  test('names the erasure that emptied it', async () => {
    const facts = [Parties.registered, Parties.erased]
    const { touches } = await ask(facts, customer, { party_id: Parties.maria })
    expect(touches.map(({ type, effect }) => ({ type, effect }))).toContainEqual({
      type: 'PartyErased',
      effect: 'erased',
    })
    expect(touches.flatMap(({ changes }) => changes)).toContainEqual({
      column: 'display_name',
      before: 'María Núñez',
      after: null,
    })
  })

  test('of a table that follows another names what made the rows it comes from', async () => {
    const facts = [S.opened, Parties.registered, S.assigned, S.noted]
    const key = { ...leak, revision: 2 }
    const { touches, origins, sources } = await ask(facts, processEvent, key)
    expect(touches.map(told)).toEqual([{ position: 4, type: 'NoteAdded', effect: 'began' }])
    expect({ origins, sources }).toEqual({ origins: [1, 3], sources: 1 })
  })

  test('of a table that follows a follower goes back to the events', async () => {
    const { touches, origins } = await ask([S.opened, S.assigned, S.noted], activity, {
      activity: 'NoteAdded',
    })
    expect(touches.map(told)).toEqual([{ position: 3, type: 'NoteAdded', effect: 'began' }])
    expect(origins).toEqual([1, 2])
  })

  test('of a table that follows another leaves out rows that an event touched beside', async () => {
    const store = await logOf(recorded([S.opened, S.identified]))
    const settings = { ...settingsOf(store), projectors: [acquaintance] }
    const asked = { table: byKind, key: { kind: 'new' } }
    const explanation = await done(explained(settings, asked))
    expect(explanation.row).toEqual({ kind: 'new', parties: 1 })
    expect(await done(refolded(settings, explanation))).toEqual(explanation.row)
  })

  test('up to a position is what it was then', async () => {
    const { touches, row } = await ask([S.opened, S.assigned], request, leak, 1)
    expect(touches).toHaveLength(1)
    expect(row).toMatchObject({ responsible_id: null })
  })

  test('is nothing where no event touched it', async () =>
    expect(await ask([S.opened], request, { request_id: S.maria })).toMatchObject({
      touches: [],
      row: undefined,
      origins: [],
    }))

  test('is not told where an event cannot be read', async () => {
    const broken = { ...S.opened, data: { ...S.opened.data, subject: 7 } } as never
    await expect(ask([broken], request, leak)).rejects.toThrow('CannotDecode')
  })
})

describe('any row of any table', () => {
  const rowsOf = (views: Views<unknown>, { name }: AnyTable): ReadonlyArray<Row> =>
    right(views.query(`SELECT * FROM "${name}"`))

  test('is what the events of its explanation give, and they alone', async () => {
    const reached = new Set<string>()
    await fc.assert(
      fc.asyncProperty(anyLog, fc.nat(), async (events, nth) => {
        const store = await logOf(events)
        const settings = settingsOf(store)
        await withViews(store, async ({ catchUp, views }) => {
          await catchUp()
          const open = views()
          for (const table of tables) {
            const rows = rowsOf(open, table)
            const row = rows[nth % Math.max(1, rows.length)]
            if (row === undefined) continue
            reached.add(table.name)
            const explanation = await done(explained(settings, { table, key: row }))
            expect(explanation.row).toEqual(row)
            expect(await done(refolded(settings, explanation))).toEqual(row)
          }
        })
      }),
      { numRuns: 40 },
    )
    expect([...reached].toSorted()).toEqual(tables.map(({ name }) => name).toSorted())
  }, 120_000)
})

import { describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { anyLog, Parties, recorded, Requests as S } from '@deskledger/domain/testing'
import type { Value } from '@deskledger/projection'
import { append, done, logOf, settingsOf, tables, withViews } from '../testing/log.ts'
import { diff, type Compared } from './diff.ts'
import type { Difference } from './difference.ts'

type Fields = Readonly<Record<string, Value>>

const facts = recorded([
  Parties.registered,
  Parties.mobileAdded,
  Parties.becameCustomer,
  S.opened,
  S.assigned,
  S.noted,
])

/** What is found once somebody has run `sql` on the file. */
const afterwards = async (sql: string, limit = 100): Promise<Compared> => {
  const store = await logOf(facts)
  return withViews(store, async ({ file, catchUp, views }) => {
    await catchUp()
    const db = new Database(file)
    db.exec(sql)
    db.close()
    return done(diff(settingsOf(store), { live: views(), limit }))
  })
}

describe('read models that nobody touched', () => {
  test('are what the log tells, also while they are behind', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.nat({ max: 100 }), async (events, percent) => {
        const store = await logOf([])
        await withViews(store, async ({ catchUp, views }) => {
          const cut = Math.floor((events.length * percent) / 100)
          for (const event of events.slice(0, cut)) await append(store, event)
          await catchUp()
          for (const event of events.slice(cut)) await append(store, event)
          const found = await done(diff(settingsOf(store), { live: views() }))
          expect(found).toMatchObject({ position: cut, found: 0, differences: [] })
          expect(found.tables.map(({ table }) => table)).toEqual(tables.map(({ name }) => name))
        })
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})

describe('read models that passed over what they could not read', () => {
  const broken = { ...S.noted, data: { ...S.noted.data, body: 7 } } as never as typeof S.noted

  test.each(['park', 'skip'] as const)(
    'are what the log tells in the same way: %s',
    async (how) => {
      const store = await logOf(recorded([S.opened, broken, S.assigned]))
      const look = async (sql: string) =>
        withViews(
          store,
          async ({ file, catchUp, views }) => {
            await catchUp()
            const db = new Database(file)
            db.exec(sql)
            db.close()
            return done(diff(settingsOf(store), { live: views() }))
          },
          { onUndecodable: how },
        )
      expect(await look('')).toMatchObject({ position: 3, found: 0 })
      const forgotten = 'UPDATE projection_checkpoint SET skipped = skipped + 1'
      expect(await look(forgotten)).toMatchObject({
        differences: [{ kind: 'checkpoint', field: 'skipped' }],
      })
    },
  )
})

describe('a row that somebody changed', () => {
  test('is named with its key, its column and both values', async () => {
    const { differences, tables: counts } = await afterwards(
      `UPDATE request SET priority = 5 WHERE request_id = '${S.leak}'`,
    )
    expect(differences).toEqual([
      {
        kind: 'changed',
        table: 'request',
        key: { request_id: S.leak },
        columns: [{ column: 'priority', live: 5, rebuilt: null }],
      },
    ])
    expect(counts.find(({ table }) => table === 'request')).toEqual({
      table: 'request',
      rows: 1,
      missing: 0,
      extra: 0,
      changed: 1,
    })
  })

  test('is seen in a personal column too', async () => {
    const { differences } = await afterwards(`UPDATE customer SET display_name = 'Mario'`)
    expect(differences).toMatchObject([
      { kind: 'changed', columns: [{ column: 'display_name', live: 'Mario' }] },
    ])
  })

  test('is missing once it is deleted', async () => {
    const { differences } = await afterwards('DELETE FROM process_event WHERE revision = 1')
    expect(differences).toMatchObject([
      { kind: 'missing', table: 'process_event', key: { request_id: S.leak, revision: 1 } },
    ])
  })

  test('is too many once it is put there', async () => {
    const other = '00000000-0000-4000-8000-000000000000'
    const { differences } = await afterwards(
      `CREATE TEMP TABLE copy AS SELECT * FROM customer;
       UPDATE copy SET party_id = '${other}';
       INSERT INTO customer SELECT * FROM copy`,
    )
    expect(differences).toMatchObject([
      { kind: 'extra', table: 'customer', key: { party_id: other } },
    ])
  })

  test('is counted also where it is not listed any more', async () => {
    const sql = `UPDATE process_event SET activity = 'Bribed'`
    const { differences, found } = await afterwards(sql, 1)
    expect(differences).toHaveLength(1)
    expect(found).toBe(3)
  })
})

describe('a read model file that somebody changed', () => {
  test('by a trigger, an index, a view of another text is told', async () => {
    const { differences } = await afterwards(
      `CREATE TRIGGER t AFTER INSERT ON request BEGIN SELECT 1; END;
       DROP VIEW queue_load; CREATE VIEW queue_load AS SELECT 1 AS queue`,
    )
    expect(differences).toEqual([
      { kind: 'schema', name: 'view queue_load', what: 'changed' },
      { kind: 'schema', name: 'trigger t', what: 'extra' },
    ])
  })

  test('by its clock or what it skipped is told', async () => {
    const { differences } = await afterwards(`UPDATE projection_checkpoint SET now = now + 1`)
    expect(differences).toMatchObject([{ kind: 'checkpoint', field: 'now' }])
  })

  test('by the loss of a table is told, and the others are compared', async () => {
    const { differences } = await afterwards(
      `UPDATE customer SET kind = 'organisation'; DROP TABLE request_task`,
    )
    expect(differences).toContainEqual({
      kind: 'damaged',
      table: 'request_task',
      reason: 'SQLITE_ERROR no such table: request_task',
    })
    expect(differences).toContainEqual(
      expect.objectContaining({ kind: 'changed', table: 'customer' }),
    )
  })
})

describe('any change of any value of any row', () => {
  const other = (value: Value): string => {
    if (typeof value === 'number') return String(value + 1_000_000)
    return value === null ? '1' : `'${value.replaceAll("'", "''")}x'`
  }

  /** Changes the nth column of a row of each table; gives what that makes different. */
  const change = (db: Database.Database, nth: number): ReadonlyArray<string> =>
    tables.flatMap(({ name, key, columns }) => {
      const column = Object.keys({ ...key, ...columns })[nth]
      const row = db.prepare(`SELECT rowid, * FROM "${name}"`).get() as Fields | undefined
      if (column === undefined || row === undefined) return []
      const sql = `UPDATE "${name}" SET "${column}" = ${other(row[column] ?? null)} WHERE rowid = ?`
      db.prepare(sql).run(row['rowid'])
      return column in key ? [`extra ${name}`, `missing ${name}`] : [`changed ${name} ${column}`]
    })

  const said = (difference: Difference): string => {
    if (difference.kind === 'changed')
      return `changed ${difference.table} ${difference.columns.map(({ column }) => column).join()}`
    return 'table' in difference ? `${difference.kind} ${difference.table}` : difference.kind
  }

  test('is found, and nothing else is', async () => {
    const store = await logOf(facts)
    const widest = Math.max(...tables.map(({ columns }) => Object.keys(columns).length + 2))
    for (let nth = 0; nth < widest; nth += 1)
      await withViews(store, async ({ file, catchUp, views }) => {
        await catchUp()
        const db = new Database(file)
        const changed = change(db, nth)
        db.close()
        const { differences } = await done(diff(settingsOf(store), { live: views() }))
        expect(differences.map(said).toSorted()).toEqual(changed.toSorted())
      })
  }, 60_000)
})

import { afterAll, describe, expect, test } from '@jest/globals'
import Database from 'better-sqlite3'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { adapterNamed, logOf, type AdapterName } from '../adapters/index.ts'
import { models, type ModelName } from '../model/index.ts'
import { quickFolder } from '../places.ts'
import { plant } from '../seeds.ts'
import { sumsOf } from './sums.ts'

const folder = quickFolder()
afterAll(() => rmSync(folder, { recursive: true }))

const planted = async (adapter: AdapterName): Promise<string> => {
  const log = join(folder, adapter)
  mkdirSync(log)
  const opened = await (await adapterNamed(adapter, '')).open({ folder: log })
  await plant(opened, 'desk', 'quick')
  await opened.close()
  return log
}
const logs = { raw: planted('raw'), ours: planted('ours') }

const caughtUp = async (adapter: AdapterName, model: ModelName): Promise<string> => {
  const views = join(folder, `${adapter}-${model}.db`)
  const log = await (logOf(adapter) === 'raw' ? logs.raw : logs.ours)
  const catchUp = await (await adapterNamed(adapter, '')).catchUp()
  expect(await catchUp({ log, views, model })).toBe(2_000)
  return views
}

/** An agent whom nobody can find in the table has nothing, as one with two noughts has. */
const isSomething: Readonly<Record<string, string>> = { agent_load: 'held <> 0 OR closed <> 0' }

const rowsIn = (views: string, model: ModelName) => {
  const db = new Database(views, { readonly: true })
  const tables = models[model].tables.map(({ name, columns, key }) => {
    const all = [...Object.keys(key), ...Object.keys(columns)]
    const where = isSomething[name] ?? 'true'
    const order = all.map((_, i) => i + 1).join(', ')
    const sql = `SELECT ${all.join(', ')} FROM ${name} WHERE ${where} ORDER BY ${order}`
    return { name, rows: db.prepare(sql).all() }
  })
  db.close()
  return tables
}

describe.each(['one', 'six'] as const)('the read model of %s', (model) => {
  test('has the rows that hand-written SQL comes to, from either log', async () => {
    const [raw, same, ours] = [
      await caughtUp('raw', model),
      await caughtUp('same', model),
      await caughtUp('ours', model),
    ]
    const byHand = rowsIn(raw, model)
    expect(byHand.every(({ rows }) => rows.length > 0)).toBe(true)
    expect(rowsIn(ours, model)).toEqual(byHand)
    expect(rowsIn(same, model)).toEqual(byHand)
    expect(sumsOf(ours, model)).toBe(sumsOf(raw, model))
  }, 30_000)
})

/**
 * A small desk to audit, a key to sign it with, and hands that tamper with copies of it. Goes when the
 * tests of a file end.
 */
import { afterAll, beforeAll } from '@jest/globals'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { hash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDesk, type Desk } from '@deskledger/desk'
import Database from 'better-sqlite3'
import { run } from '../../main.ts'

export const folder = mkdtempSync(join(tmpdir(), 'deskledger-audits-'))
export const desk = join(folder, 'desk')
export const key = join(folder, 'key')
export interface Digested {
  readonly table: string
  readonly rows: number
  readonly facts: string
}
export type Tables = Readonly<Record<string, Digested>>
export const known = {
  partyId: '',
  requestId: '',
  middle: 0,
  digests: [] as ReadonlyArray<Digested>,
}
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a command prints and how it ends. */
export const perform = async (...args: ReadonlyArray<string>) => {
  const said = { out: '', err: '' }
  const io = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    isTerminal: false,
  }
  const at = args.includes('--desk') ? [] : ['--desk', desk]
  const code = await run([...args, ...at], io)
  return { code, ...said }
}
export const audit = (...args: ReadonlyArray<string>) => perform('audit', ...args)
export const asJson = async (...args: ReadonlyArray<string>) => {
  const { code, out } = await audit(...args, '--json')
  return { code, said: JSON.parse(out) as never }
}

/** What tells the bytes of every file in the desk from others. */
export const bytes = (at = desk) =>
  readdirSync(at)
    .toSorted()
    .map((name) => [name, hash('sha256', readFileSync(join(at, name)))])

/** A copy of the desk that somebody has had in their hands. */
export const tampered = (name: string, file: string, sql: string): string => {
  const copy = join(folder, name)
  cpSync(desk, copy, { recursive: true })
  const db = new Database(join(copy, file))
  for (const trigger of db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
    .pluck()
    .all())
    db.exec(`DROP TRIGGER ${String(trigger)}`)
  db.exec(sql)
  db.close()
  return copy
}

export const live = async (open: Desk): Promise<void> => {
  const ana = open.as({ kind: 'agent', id: 'ana' })
  const partyId = open.newId()
  const requestId = open.newId()
  const report = { channel: 'phone', origin: 'inbound', caseType: 'fault' } as const
  await ana.send({ type: 'RegisterParty', data: { partyId, kind: 'person', name: 'María Núñez' } })
  await ana.send({
    type: 'OpenRequest',
    data: { requestId, partyId, ...report, subject: 'The boiler leaks again' },
  })
  await open.caughtUp()
  Object.assign(known, { partyId, requestId, middle: await open.head() })
}

beforeAll(async () => {
  const open = await openDesk({ folder: desk, mode: 'still' })
  await live(open)
  await open.close()
  const { out } = await perform('project', '--digest', '--json')
  Object.assign(known, { digests: JSON.parse(out) as unknown })
  await audit('key', 'new', key)
}, 60_000)

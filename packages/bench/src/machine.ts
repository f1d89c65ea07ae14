/**
 * What it ran on.
 */
import Database from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly node: string
  readonly betterSqlite3: string
  readonly sqlite: string
}

const text = (value: unknown): string => (typeof value === 'string' ? value : 'unknown')

export const machine = (): Machine => {
  const db = new Database(':memory:')
  const sqlite = text(db.prepare('SELECT sqlite_version()').pluck().get())
  db.close()
  const manifest = createRequire(import.meta.url).resolve('better-sqlite3/package.json')
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${type()} ${release().split('.').slice(0, 2).join('.')}`,
    node: process.versions.node,
    betterSqlite3: text(JSON.parse(readFileSync(manifest, 'utf8')).version),
    sqlite,
  }
}

/**
 * A connection that writes, what is compiled on it, and what is remembered of it.
 */
import type Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import type { OpenError } from './errors.ts'
import { writing, type Writing } from './write.ts'

/** Gives a connection that writes, a new one whenever it is called. */
export type Connect = () => E.Either<OpenError, Database.Database>

export interface Session {
  readonly db: Database.Database
  readonly write: Writing
  readonly begin: Database.Statement
  readonly commit: Database.Statement
  readonly rollback: Database.Statement
}

export const sessionOn = (db: Database.Database, clock: () => Instant): Session => ({
  db,
  write: writing(db, clock),
  begin: db.prepare('BEGIN IMMEDIATE'),
  commit: db.prepare('COMMIT'),
  rollback: db.prepare('ROLLBACK'),
})

/** The reason why there is no connection is what the append fails of. */
export const connected = (connect: Connect): Database.Database => {
  const db = connect()
  if (E.isLeft(db)) throw db.left
  return db.right
}

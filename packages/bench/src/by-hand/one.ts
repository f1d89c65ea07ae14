/**
 * The plain table by hand: one upsert an event, which never reads.
 */
import type Database from 'better-sqlite3'
import type { Fold } from './told.ts'

const ddl = `
CREATE TABLE per_customer(
  party_id TEXT NOT NULL,
  events INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY(party_id)
) STRICT`

const upsert = `
INSERT INTO per_customer VALUES (?, 1, ?)
ON CONFLICT(party_id) DO UPDATE SET events = events + 1, last_at = excluded.last_at`

export const one = (db: Database.Database): Fold => {
  db.exec(ddl)
  const count = db.prepare(upsert)
  return ({ data, occurredAt }) => count.run(data.partyId, occurredAt)
}

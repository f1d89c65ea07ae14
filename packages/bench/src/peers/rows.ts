/** The one table of W5, as every peer writes it: with SQL of its own, through the peer's connection. */
export const perCustomer = `
CREATE TABLE per_customer(
  party_id TEXT PRIMARY KEY, events INTEGER NOT NULL, last_at INTEGER NOT NULL
)`

export const upsert = `
INSERT INTO per_customer VALUES (?, 1, ?)
ON CONFLICT(party_id) DO UPDATE SET events = events + 1, last_at = excluded.last_at`

/**
 * The six tables of a service desk by hand, as good as a competent developer does it: statements
 * prepared once, each row written as its event comes, one look at the request before it changes.
 */
import type Database from 'better-sqlite3'
import { agentLoad, customerMetrics, queueIntervals } from './counts.ts'
import { requests } from './request.ts'
import { ddl } from './six-tables.ts'
import type { Fold } from './told.ts'

export const six = (db: Database.Database): Fold => {
  db.exec(ddl)
  const { before, change } = requests(db)
  const measure = customerMetrics(db)
  const load = agentLoad(db)
  const count = queueIntervals(db)
  const told = db.prepare('INSERT INTO timeline VALUES (?, ?, ?, ?, ?, ?)')
  const happened = db.prepare('INSERT INTO process_event VALUES (?, ?, ?, ?, ?, ?)')

  return (event) => {
    const { type, data, position, occurredAt: at } = event
    const was = before(event)
    const [seq, since] = was === undefined ? [1, null] : [was[2] + 1, at - was[3]]
    told.run(data.partyId, position, at, type, data.requestId, data.note)
    happened.run(data.requestId, seq, position, type, at, since)
    change(event)
    measure(event)
    load(event, was)
    count(event)
  }
}

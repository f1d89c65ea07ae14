/**
 * The request's row by hand: read before it is changed, because others count what it was.
 */
import type Database from 'better-sqlite3'
import type { Told } from './told.ts'

export type Before = readonly [status: string, agent: string | null, events: number, lastAt: number]

export interface Requests {
  readonly before: (event: Told) => Before | undefined
  readonly change: (event: Told) => void
}

export const requests = (db: Database.Database): Requests => {
  const opened = db.prepare(
    `INSERT INTO request VALUES (?, ?, 'open', ?, ?, NULL, NULL, ?, NULL, NULL, NULL, 1, ?)`,
  )
  const find = db
    .prepare<[string], Before>(
      'SELECT status, agent_id, events, last_at FROM request WHERE request_id = ?',
    )
    .raw()
  const change = (sets: string) =>
    db.prepare(`UPDATE request SET ${sets} events = events + 1, last_at = ? WHERE request_id = ?`)
  const touched = change('')
  const queued = change('queue_id = ?,')
  const assigned = change(
    `status = 'assigned', agent_id = ?, assigned_at = coalesce(assigned_at, ?),`,
  )
  const escalated = change(`priority = 'high',`)
  const closed = change(`status = 'closed', closed_at = ?,`)
  const scored = change('score = ?,')

  return {
    before: ({ type, data }) => (type === 'RequestOpened' ? undefined : find.get(data.requestId)),
    change: ({ type, data, occurredAt: at }) => {
      const { requestId: id } = data
      switch (type) {
        case 'RequestOpened':
          return opened.run(id, data.partyId, data.priority, data.severity, at, at)
        case 'RequestQueued':
          return queued.run(data.queueId, at, id)
        case 'TaskAssigned':
          return assigned.run(data.agentId, at, at, id)
        case 'NoteAdded':
        case 'QuoteIssued':
          return touched.run(at, id)
        case 'RequestEscalated':
          return escalated.run(at, id)
        case 'RequestClosed':
          return closed.run(at, at, id)
        case 'SatisfactionScored':
          return scored.run(data.score, at, id)
      }
    },
  }
}

/**
 * The three tables of sums by hand: upserts that add, and never read.
 */
import type Database from 'better-sqlite3'
import { quarterOf } from '../model/quarter.ts'
import type { Before } from './request.ts'
import type { Told } from './told.ts'

export const customerMetrics = (db: Database.Database): ((event: Told) => void) => {
  const add = db.prepare(`
    INSERT INTO customer_metrics VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT(party_id) DO UPDATE SET requests = requests + excluded.requests,
      closed = closed + excluded.closed, escalations = escalations + excluded.escalations,
      score_sum = score_sum + excluded.score_sum, score_n = score_n + excluded.score_n,
      quoted = quoted + excluded.quoted, last_at = excluded.last_at`)
  return ({ type, data, occurredAt: at }) => {
    const { partyId: id } = data
    if (type === 'RequestOpened') add.run(id, 1, 0, 0, 0, 0, 0, at)
    else if (type === 'RequestClosed') add.run(id, 0, 1, 0, 0, 0, 0, at)
    else if (type === 'RequestEscalated') add.run(id, 0, 0, 1, 0, 0, 0, at)
    else if (type === 'SatisfactionScored') add.run(id, 0, 0, 0, data.score, 1, 0, at)
    else if (type === 'QuoteIssued') add.run(id, 0, 0, 0, 0, 0, data.amount, at)
  }
}

/** An agent who had the request has it no more, whoever has it now. */
export const agentLoad = (
  db: Database.Database,
): ((event: Told, before: Before | undefined) => void) => {
  const add = db.prepare(`
    INSERT INTO agent_load VALUES (?, ?, ?)
    ON CONFLICT(agent_id) DO UPDATE SET held = held + excluded.held,
      closed = closed + excluded.closed`)
  return ({ type, data }, before) => {
    if (type !== 'TaskAssigned' && type !== 'RequestClosed') return
    const [status, agent] = before ?? ['', null]
    const [wasHeld, wasClosed] = [status === 'assigned' ? -1 : 0, status === 'closed' ? -1 : 0]
    if (type === 'TaskAssigned') {
      if (agent !== null) add.run(agent, wasHeld, wasClosed)
      add.run(data.agentId, 1, 0)
    } else if (agent !== null) add.run(agent, wasHeld, 1 + wasClosed)
  }
}

export const queueIntervals = (db: Database.Database): ((event: Told) => void) => {
  const add = db.prepare(`
    INSERT INTO queue_interval VALUES (?, ?, ?, ?, ?)
    ON CONFLICT(queue_id, interval) DO UPDATE SET arrived = arrived + excluded.arrived,
      assigned = assigned + excluded.assigned, closed = closed + excluded.closed`)
  return ({ type, data, occurredAt }) => {
    const quarter = quarterOf(occurredAt)
    if (type === 'RequestQueued') add.run(data.queueId, quarter, 1, 0, 0)
    else if (type === 'TaskAssigned') add.run(data.queueId, quarter, 0, 1, 0)
    else if (type === 'RequestClosed') add.run(data.queueId, quarter, 0, 0, 1)
  }
}

/**
 * Sums over what a read model came to, so that it is seen that all did the same work.
 */
import Database from 'better-sqlite3'
import type { ModelName } from '../model/index.ts'

const queries: Readonly<Record<ModelName, ReadonlyArray<string>>> = {
  one: ['SELECT count(*), sum(events), sum(last_at) FROM per_customer'],
  six: [
    'SELECT count(*), sum(events), sum(last_at), sum(score), sum(assigned_at) FROM request',
    'SELECT count(*), sum(position), sum(length(summary)) FROM timeline',
    `SELECT count(*), sum(requests), sum(closed), sum(escalations), sum(score_sum), sum(quoted),
       sum(last_at) FROM customer_metrics`,
    'SELECT count(*), sum(seq), sum(position), sum(since_previous) FROM process_event',
    `SELECT count(*), sum(held), sum(closed) FROM agent_load WHERE held <> 0 OR closed <> 0`,
    'SELECT count(*), sum(arrived), sum(assigned), sum(closed) FROM queue_interval',
  ],
}

export const sumsOf = (views: string, model: ModelName): string => {
  const db = new Database(views, { readonly: true })
  const sums = queries[model].map((sql) => db.prepare(sql).raw().get())
  db.close()
  return JSON.stringify(sums)
}

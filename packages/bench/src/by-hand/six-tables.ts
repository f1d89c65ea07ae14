/**
 * The six tables by hand, as the engine makes them of the folds.
 */
export const ddl = `
CREATE TABLE request(
  request_id TEXT NOT NULL, party_id TEXT NOT NULL, status TEXT NOT NULL, priority TEXT NOT NULL,
  severity INTEGER NOT NULL, queue_id TEXT, agent_id TEXT, opened_at INTEGER NOT NULL,
  assigned_at INTEGER, closed_at INTEGER, score INTEGER, events INTEGER NOT NULL,
  last_at INTEGER NOT NULL, PRIMARY KEY(request_id)
) STRICT;
CREATE TABLE timeline(
  party_id TEXT NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
  request_id TEXT NOT NULL, summary TEXT, PRIMARY KEY(party_id, position)
) STRICT;
CREATE TABLE customer_metrics(
  party_id TEXT NOT NULL, requests INTEGER NOT NULL, closed INTEGER NOT NULL,
  escalations INTEGER NOT NULL, score_sum INTEGER NOT NULL, score_n INTEGER NOT NULL,
  quoted INTEGER NOT NULL, last_at INTEGER NOT NULL, PRIMARY KEY(party_id)
) STRICT;
CREATE TABLE process_event(
  request_id TEXT NOT NULL, seq INTEGER NOT NULL, position INTEGER NOT NULL,
  activity TEXT NOT NULL, at INTEGER NOT NULL, since_previous INTEGER,
  PRIMARY KEY(request_id, seq)
) STRICT;
CREATE TABLE agent_load(
  agent_id TEXT NOT NULL, held INTEGER NOT NULL, closed INTEGER NOT NULL, PRIMARY KEY(agent_id)
) STRICT;
CREATE TABLE queue_interval(
  queue_id TEXT NOT NULL, interval INTEGER NOT NULL, arrived INTEGER NOT NULL,
  assigned INTEGER NOT NULL, closed INTEGER NOT NULL, PRIMARY KEY(queue_id, interval)
) STRICT;`

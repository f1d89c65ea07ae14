/**
 * The log file, format 0.
 *
 * A SQLite database in WAL mode, application id 0x44534b4c ("DSKL"), page size 4096.
 *
 *   desk       key, value. What this log is: `format` (0), `desk` (its random id), `createdAt`.
 *   streams    id, name. A name is given an id when it is first written to; ids are never reused.
 *   types      id, name. The same for event types.
 *   commits    commit_no from 1 without gaps; first_position and last_position, both included;
 *              recorded_at in milliseconds since 1970 UTC, never less than that of the commit before;
 *              events_root and chain are NULL in format 0: the place of the hash chain.
 *   events     position from 1 without gaps, in commit order;
 *              commit_no of the commit that holds it;
 *              stream, type: ids of the tables above; revision from 0 without gaps in its stream;
 *              schema_version of the data, from 1; occurred_at in milliseconds since 1970 UTC;
 *              data: JSON text, the very bytes that were given; never rewritten;
 *              meta: JSON text with keys in this order: actor, causationId, commandId, concerns,
 *              correlationId, index. Absent: causationId and correlationId where they equal
 *              commandId, concerns where there are none, index where it is 0.
 *   commands   one row for each command that wrote: stream, command_id, first_revision, n (events),
 *              fingerprint. The only unique index beside (stream, revision).
 *
 * A row is valid if its commit has it between first and last position. Nothing is ever updated or
 * deleted: triggers refuse both. `INSERT OR REPLACE` would delete without telling them, so an
 * insert that meets an existing key is refused by triggers of its own, whatever the connection's
 * settings are.
 */
export const format = 0
export const applicationId = 0x44534b4c

const frozen = ['desk', 'streams', 'types', 'commits', 'events', 'commands']

/** `desk` alone may gain rows; none of its rows may change. */
const neverChanged = frozen
  .flatMap((table) =>
    ['UPDATE', 'DELETE'].map(
      (verb) => `
CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;`,
    ),
  )
  .join('')

const neverReplaced = (table: string, clash: string): string => `
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN ${clash}
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;`

export const ddl = `
CREATE TABLE desk(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE streams(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE types(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE commits(
  commit_no INTEGER PRIMARY KEY,
  first_position INTEGER NOT NULL,
  last_position INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  events_root BLOB,
  chain BLOB
) STRICT;
CREATE TABLE events(
  position INTEGER PRIMARY KEY,
  commit_no INTEGER NOT NULL,
  stream INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  type INTEGER NOT NULL,
  schema_version INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  data TEXT NOT NULL,
  meta TEXT NOT NULL,
  UNIQUE(stream, revision)
) STRICT;
CREATE TABLE commands(
  stream INTEGER NOT NULL,
  command_id TEXT NOT NULL,
  first_revision INTEGER NOT NULL,
  n INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  PRIMARY KEY(stream, command_id)
) STRICT, WITHOUT ROWID;
${neverChanged}
${neverReplaced('desk', 'EXISTS (SELECT 1 FROM desk WHERE key = NEW.key)')}
${neverReplaced('streams', 'EXISTS (SELECT 1 FROM streams WHERE id = NEW.id OR name = NEW.name)')}
${neverReplaced('types', 'EXISTS (SELECT 1 FROM types WHERE id = NEW.id OR name = NEW.name)')}
${neverReplaced('commits', 'NEW.commit_no <= (SELECT max(commit_no) FROM commits)')}
${neverReplaced(
  'events',
  `NEW.position <= (SELECT max(position) FROM events)
     OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND revision = NEW.revision)`,
)}
${neverReplaced(
  'commands',
  'EXISTS (SELECT 1 FROM commands WHERE stream = NEW.stream AND command_id = NEW.command_id)',
)}
`

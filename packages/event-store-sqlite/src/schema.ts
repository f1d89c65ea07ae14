/**
 * The log file, format 1.
 *
 * A SQLite database in WAL mode, application id 0x44534b4c ("DSKL"), user version 1, page size 4096,
 * encoding UTF-8.
 *
 *   desk         key, value. What this log is: `format` (1) and `desk` (its random id); no other row.
 *   streams      id, name. A name is given the next id when it is first written to.
 *   types        id, name. The same for event types.
 *   commits      commit_no from 1 without gaps; first_position and last_position, both included;
 *                recorded_at in milliseconds since 1970 UTC, never less than that of the commit before;
 *                events_root and chain: 32 bytes each, see below.
 *   events       position from 1 without gaps, in commit order;
 *                commit_no of the commit that holds it;
 *                stream, type: ids of the tables above; revision from 0 without gaps in its stream;
 *                schema_version of the data, from 1; occurred_at in milliseconds since 1970 UTC;
 *                data: JSON text, the very bytes that were given; never rewritten;
 *                meta: JSON text with keys in this order: actor, causationId, commandId, concerns,
 *                correlationId, index. Absent: causationId and correlationId where they equal
 *                commandId, concerns where there are none, index where it is 0.
 *   commands     one row for each command that wrote: stream, command_id, first_revision, n (events),
 *                fingerprint. The only unique index beside (stream, revision).
 *   checkpoints  tree_size (a number of commits), note: a signed checkpoint of the log at that size,
 *                C2SP tlog-checkpoint with the origin `deskledger/<desk>`. The key that signed it is
 *                not in this file. Notes may be kept or not; they bind nobody who does not check them
 *                with the key, and those that matter are kept elsewhere as well.
 *
 * A row is valid if its commit has it between first and last position. A stream, a type or a command
 * without an event is not. Nothing is ever updated or deleted: triggers refuse both. `INSERT OR
 * REPLACE` would delete without telling them, so an insert that meets an existing key is refused by
 * triggers of its own, whatever the connection's settings are.
 *
 * The chain. SHA-256 throughout; `frame(a, b, …)` is each field as `<length in bytes>:<UTF-8 bytes>`,
 * numbers in decimal, hashes in lower-case hexadecimal; leaf(x) is SHA-256(0x00 | x); a tree is that
 * of RFC 9162 §2.1 over leaves so made.
 *
 *   event leaf   leaf(frame("deskledger event", "1", desk, position, stream name, revision, type name,
 *                schema_version, occurred_at, recorded_at of its commit, fingerprint, data, meta));
 *                the fingerprint is that of its command in the first event of a command, otherwise
 *                empty
 *   events_root  the root of the tree over the leaves of the commit's events, in order
 *   chain        leaf(frame("deskledger commit", "1", chain of the commit before, events_root,
 *                commit_no, first_position, last_position, recorded_at)); before the first commit
 *                stands leaf(frame("deskledger desk", "1", desk))
 *   the log      the tree whose leaves are the chains of all commits, in order; its root and size
 *                make a checkpoint
 *
 * So every column of `desk`, `commits` and `events`, every name, and every row of `commands` is bound:
 * what is not hashed (ids, commit_no of events, command_id, first_revision and n) follows from what
 * is. Every id, position and number is a safe integer.
 *
 * Format 0 had neither the chain nor sealed personal data; such files are refused, and what they hold
 * is imported again.
 */
export const format = 1
export const applicationId = 0x44534b4c

const frozen = ['desk', 'streams', 'types', 'commits', 'events', 'commands', 'checkpoints']

/** All of them gain rows; no row changes. */
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
  events_root BLOB NOT NULL CHECK (length(events_root) = 32),
  chain BLOB NOT NULL CHECK (length(chain) = 32)
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
CREATE TABLE checkpoints(tree_size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
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
${neverReplaced('checkpoints', 'NEW.tree_size <= (SELECT max(tree_size) FROM checkpoints)')}
`

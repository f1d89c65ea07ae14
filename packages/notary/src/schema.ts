/**
 * The file of a notary, format 1.
 *
 * A SQLite database in WAL mode, application id 0x44534b4e ("DSKN"), user version 1, page size 4096,
 * encoding UTF-8. It holds what a log was hashed to, in the order in which the log gives its events
 * out, and none of their data.
 *
 *   notary       key, value. `format` (1) and `desk` (the id that stands in every hash; written with
 *                the first commit unless it was given before); no other row.
 *   streams      id, name. A name is given the next id when an event of it is first noted.
 *   types        id, name. The same for event types.
 *   commits      commit_no from 1 without gaps; first_position and last_position, both included;
 *                recorded_at in milliseconds since 1970 UTC, see below; events_root and chain: 32
 *                bytes each.
 *   events       position: 1 for the first event that the log gave out, 2 for the next, without gaps;
 *                commit_no of the commit that holds it;
 *                place: the position that the log itself gives the event, on a cluster its commit
 *                position: rises, and may have gaps;
 *                stream, type: ids of the tables above; revision in its stream;
 *                leaf: 32 bytes.
 *   checkpoints  tree_size (a number of commits), note: a signed checkpoint at that size, as in the log
 *                file. The key that signed it is not in this file.
 *   lease        one row: holder, epoch, until. Who may write now; the only row that changes.
 *
 * Nothing else is ever updated or deleted: triggers refuse both, and inserts that meet an existing key.
 *
 * A commit is the events of one append: events that follow each other in the log, of one stream and one
 * command, with revisions that follow each other. An event whose id is that of the first of its command
 * begins a commit in any case. So commits follow from the log alone, however it is cut into pages.
 *
 * `recorded_at` of a commit is the largest time of recording of its events and of the commit before: a
 * cluster's times come from the clocks of its writers, and a chain's never fall.
 *
 * The chain is that of the log file, format 1: see the header of its schema, or
 * `docs/reference/evidence-bundle.md`. Of an event on a log that keeps no text for it are hashed
 *
 *   fingerprint  of its command, with the first event of a commit, otherwise empty; empty too where the
 *                log does not have it
 *   data         the JSON of the data as `JSON.stringify` spells it, keys in the order of the log: what
 *                is sealed is hashed sealed
 *   meta         JSON with keys in this order: actor (id, kind, onBehalfOf, reason), causationId,
 *                commandId, concerns, correlationId, id, index, recordedAt. Absent: causationId and
 *                correlationId where they equal commandId, concerns where there are none, index (the
 *                place in the commit) where it is 0, as in the log file; and beyond it, `id` where it is
 *                the one that stream, command and index make, `recordedAt` where it is the commit's
 *
 * So a log whose appends are one commit each has through a notary the leaves and the chain that it has
 * in its own file, and whoever checks these needs to know of no notary. `place` is not hashed: it says
 * where to look, and a verification holds it against the log. Every number is a safe integer.
 *
 * The desk of a log that has no id of its own is UUIDv5 of `log <stream>/<command id>` of its first
 * event, in the namespace of this library: all notaries of a log agree on it.
 */
export const format = 1
export const applicationId = 0x44534b4e

const frozen = ['notary', 'streams', 'types', 'commits', 'events', 'checkpoints']

const neverChanged = frozen
  .flatMap((table) =>
    ['UPDATE', 'DELETE'].map(
      (verb) => `
CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
BEGIN SELECT RAISE(ABORT, 'what was noted stays'); END;`,
    ),
  )
  .join('')

const neverReplaced = (table: string, clash: string): string => `
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table} WHEN ${clash}
BEGIN SELECT RAISE(ABORT, 'what was noted stays'); END;`

export const ddl = `
CREATE TABLE notary(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
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
  place INTEGER NOT NULL,
  stream INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  type INTEGER NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  UNIQUE(stream, revision)
) STRICT;
CREATE TABLE checkpoints(tree_size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
CREATE TABLE lease(
  id INTEGER PRIMARY KEY CHECK (id = 1),
  holder TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;
INSERT INTO lease VALUES (1, '', 0, 0);
${neverChanged}
${neverReplaced('notary', 'EXISTS (SELECT 1 FROM notary WHERE key = NEW.key)')}
${neverReplaced('streams', 'EXISTS (SELECT 1 FROM streams WHERE id = NEW.id OR name = NEW.name)')}
${neverReplaced('types', 'EXISTS (SELECT 1 FROM types WHERE id = NEW.id OR name = NEW.name)')}
${neverReplaced('commits', 'NEW.commit_no <= (SELECT max(commit_no) FROM commits)')}
${neverReplaced(
  'events',
  `NEW.position <= (SELECT max(position) FROM events)
     OR EXISTS (SELECT 1 FROM events WHERE stream = NEW.stream AND revision = NEW.revision)`,
)}
${neverReplaced('checkpoints', 'NEW.tree_size <= (SELECT max(tree_size) FROM checkpoints)')}
`

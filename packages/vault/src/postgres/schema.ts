/**
 * The keys of a desk in PostgreSQL, format 1: one schema, which holds what `keys.db` holds elsewhere,
 * so that any number of nodes share it. It is truth, not a read model: nothing makes it again.
 *
 *   vault      name, value. `format`: the version of all this; whoever knows less writes nothing.
 *              `desk`: the random id of the log that the keys belong to. Without it the keys are still
 *              being copied from elsewhere, and nobody opens them.
 *   secret     name, value: 32 random bytes, wrapped. `desk`: ids and fingerprints are cut from it.
 *   keys       as in `keys.db`: key_id, subject, state (`spare`, `active`, `erased`), wrapped (NULL once
 *              erased), created_at, erased_at. A key is given to its subject as it is made; `spare` are
 *              only those that come from a file, where a subject may have been lost by a power cut.
 *   links      subject, kind, owner: the subject's data is the owner's too; one owner of each kind.
 *   fences     subject, erasure, at: nothing personal is recorded of this subject any more.
 *   erasures   erasure: its random id, and how far it has come, see `erasure/journal.ts`.
 *   changes    one row: how often anybody was fenced or a key erased, by whomever. A node that knows
 *              another number forgets every key that it holds.
 *
 * `keys_for` is the only way to a key for new data. It holds the lock of the schema together with all
 * others who ask, and whoever puts up a fence holds it alone: so a fence waits for links and keys that
 * are on their way, and who asks behind it sees it. A key is durable before it is told.
 *
 * Nothing that was erased comes back: rows of keys, fences and erasures are not deleted, and what is
 * erased is not changed. Milliseconds since 1970 UTC; text is compared by its bytes.
 */
export const format = 1

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

const lockOf = (schema: string): string =>
  `hashtextextended(${literal(`deskledger keys ${schema}`)}, 0)`

/** Until the transaction ends, nobody is given a key, and nobody else puts up a fence. */
export const lockAlone = (schema: string): string =>
  `SELECT pg_advisory_xact_lock(${lockOf(schema)})`

/** The schema itself, where the administrator has not made it. */
export const namespaceDdl = (schema: string): string => `CREATE SCHEMA ${quoted(schema)}`

export const ddl = (schema: string): string => {
  const s = quoted(schema)
  return `${tablesDdl(s)}${staysDdl(s)}${changesDdl(s)}${keysForDdl(s, lockOf(schema))}`
}

const id = 'text COLLATE "C"'

const tablesDdl = (s: string): string => `
CREATE TABLE ${s}.vault(name ${id} PRIMARY KEY, value text NOT NULL);
INSERT INTO ${s}.vault VALUES ('format', '${format}');
CREATE TABLE ${s}.secret(name ${id} PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE ${s}.keys(
  key_id ${id} PRIMARY KEY,
  subject ${id},
  state text NOT NULL CHECK (state IN ('spare', 'active', 'erased')),
  wrapped bytea,
  created_at bigint NOT NULL,
  erased_at bigint,
  CHECK ((state = 'erased') = (wrapped IS NULL)),
  CHECK ((state = 'erased') = (erased_at IS NOT NULL))
);
CREATE INDEX keys_by_subject ON ${s}.keys(subject) WHERE subject IS NOT NULL;
CREATE TABLE ${s}.links(
  subject ${id} NOT NULL, kind ${id} NOT NULL, owner ${id} NOT NULL, PRIMARY KEY(subject, kind)
);
CREATE INDEX links_by_owner ON ${s}.links(owner);
CREATE TABLE ${s}.fences(
  subject ${id} PRIMARY KEY, erasure ${id} NOT NULL, at bigint NOT NULL
);
CREATE TABLE ${s}.erasures(
  erasure ${id} PRIMARY KEY, subject ${id} NOT NULL, step text NOT NULL, note text NOT NULL
);
CREATE INDEX erasures_by_subject ON ${s}.erasures(subject);
CREATE TABLE ${s}.changes(count bigint NOT NULL);
INSERT INTO ${s}.changes VALUES (0);
`

const staysDdl = (s: string): string => `
CREATE FUNCTION ${s}.stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER keys_stay BEFORE DELETE ON ${s}.keys FOR EACH ROW WHEN (OLD.state <> 'spare')
  EXECUTE FUNCTION ${s}.stays('a key row never vanishes');
CREATE TRIGGER keys_stay_erased BEFORE UPDATE ON ${s}.keys FOR EACH ROW WHEN (OLD.state = 'erased')
  EXECUTE FUNCTION ${s}.stays('an erased key stays erased');
CREATE TRIGGER fences_stay BEFORE UPDATE OR DELETE ON ${s}.fences FOR EACH ROW
  EXECUTE FUNCTION ${s}.stays('a fence stays');
CREATE TRIGGER erasures_stay BEFORE DELETE ON ${s}.erasures FOR EACH ROW
  EXECUTE FUNCTION ${s}.stays('an erasure stays');
CREATE TRIGGER keys_stay_all BEFORE TRUNCATE ON ${s}.keys
  EXECUTE FUNCTION ${s}.stays('a key row never vanishes');
CREATE TRIGGER fences_stay_all BEFORE TRUNCATE ON ${s}.fences
  EXECUTE FUNCTION ${s}.stays('a fence stays');
CREATE TRIGGER erasures_stay_all BEFORE TRUNCATE ON ${s}.erasures
  EXECUTE FUNCTION ${s}.stays('an erasure stays');
`

const changesDdl = (s: string): string => `
CREATE FUNCTION ${s}.changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN UPDATE ${s}.changes SET count = count + 1; RETURN NULL; END $$;
CREATE TRIGGER fences_change AFTER INSERT ON ${s}.fences FOR EACH STATEMENT
  EXECUTE FUNCTION ${s}.changed();
CREATE TRIGGER keys_change AFTER UPDATE ON ${s}.keys FOR EACH STATEMENT
  EXECUTE FUNCTION ${s}.changed();
`

/** Each statement within sees what others have committed before it began: after the lock was had. */
const keysForDdl = (s: string, lock: string): string => `
CREATE FUNCTION ${s}.keys_for(asked text, made_at bigint)
RETURNS TABLE(whose text, is_fenced integer, id text, box text, change bigint)
LANGUAGE plpgsql AS $$
DECLARE wish jsonb := asked::jsonb;
BEGIN
  PERFORM set_config('synchronous_commit', 'on', true);
  PERFORM pg_advisory_xact_lock_shared(${lock});
  INSERT INTO ${s}.links(subject, kind, owner)
    SELECT told->>'of', told->>'kind', told->>'to'
    FROM jsonb_array_elements(wish->'links') AS told
    WHERE NOT EXISTS (
      SELECT 1 FROM ${s}.links AS known WHERE known.subject = told->>'of'
        AND known.kind = told->>'kind' AND known.owner = told->>'to')
    ON CONFLICT (subject, kind) DO UPDATE SET owner = excluded.owner;
  INSERT INTO ${s}.keys(key_id, subject, state, wrapped, created_at)
    SELECT made->>'id', made->>'subject', 'active', decode(made->>'wrapped', 'hex'), made_at
    FROM jsonb_array_elements(wish->'made') AS made
    WHERE NOT EXISTS (SELECT 1 FROM ${s}.fences AS up WHERE up.subject = made->>'subject')
      AND NOT EXISTS (
        SELECT 1 FROM ${s}.keys AS known
        WHERE known.subject = made->>'subject' AND known.state = 'active');
  RETURN QUERY
    SELECT of.value, (up.subject IS NOT NULL)::integer, own.key_id, encode(own.wrapped, 'hex'),
      (SELECT count FROM ${s}.changes)
    FROM jsonb_array_elements_text(wish->'subjects') AS of
    LEFT JOIN ${s}.fences AS up ON up.subject = of.value
    LEFT JOIN LATERAL (
      SELECT key_id, wrapped FROM ${s}.keys AS known
      WHERE known.subject = of.value AND known.state = 'active'
      ORDER BY known.created_at, known.key_id LIMIT 1
    ) AS own ON up.subject IS NULL;
END $$;
`

/**
 * Writing the table of keys anew, so that its files hold no wrapped key that is destroyed.
 *
 * A row that was changed stays where it was, beside the new one, for those who began to read before;
 * and its bytes stay in the page after it is cleared away. So nobody may read an older state any
 * more, and then the table goes to new files. What the server keeps elsewhere is not reached.
 */
import { setTimeout } from 'node:timers/promises'
import type { Place } from './opening.ts'
import { quoted } from './schema.ts'
import { onConnection, type Connection } from './server.ts'

/** For how long to wait for readers of an older state, and how often to look, in milliseconds. */
const patienceMs = 2_000
const lookMs = 100

/** False while somebody reads an older state. */
export const isSwept = ({ server, schema }: Place): Promise<boolean> =>
  onConnection(server, 'write', async (connection) => {
    const since = await nextTransaction(connection)
    for (let waited = 0; await isSeenBy(connection, since); waited += lookMs) {
      if (waited >= patienceMs) return false
      await setTimeout(lookMs)
    }
    await connection.run(`VACUUM (FULL, ANALYZE) ${quoted(schema)}.keys`)
    return true
  })

/** A number behind that of every transaction that has ended. */
const nextTransaction = async ({ query }: Connection): Promise<string> => {
  const [row] = (await query({ text: 'SELECT pg_current_xact_id()::xid::text AS next' })).rows
  return String(row?.['next'])
}

/** Whether a session, a prepared transaction or a replica still counts with what was before. */
const isSeenBy = async ({ query }: Connection, since: string): Promise<boolean> =>
  (await query({ text: seen, values: [since] })).rows.length > 0

const seen = `
  WITH sessions AS (
    SELECT * FROM pg_stat_activity WHERE pid <> pg_backend_pid()
      AND coalesce(datname, current_database()) = current_database()
  ), holders(oldest) AS (
    SELECT backend_xmin FROM sessions
    UNION ALL SELECT backend_xid FROM sessions
    UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
    UNION ALL SELECT xmin FROM pg_replication_slots
  )
  SELECT 1 AS one FROM holders WHERE age(oldest) > age($1::text::xid) LIMIT 1`

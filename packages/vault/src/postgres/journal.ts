/**
 * How far each erasure has come, beside the keys: any node goes on with what another one began.
 */
import { stepOf, steps, type Erasing, type Journal } from '../erasure/journal.ts'
import type { Place } from './opening.ts'
import { lockAlone, quoted } from './schema.ts'
import { inTransaction, onConnection, type Connection } from './server.ts'

export const journalIn = ({ server, schema }: Place): Journal => {
  const table = `${quoted(schema)}.erasures`

  const notes = async (
    { query }: Connection,
    where: string,
    values: ReadonlyArray<string>,
  ): Promise<ReadonlyArray<Erasing>> => {
    const text = `SELECT note FROM ${table} WHERE ${where} ORDER BY erasure`
    const { rows } = await query({ text, values })
    return rows.map((row) => JSON.parse(String(row['note'])) as Erasing)
  }
  const of = async (connection: Connection, partyId: string): Promise<Erasing | undefined> =>
    (await notes(connection, 'subject = $1', [`party:${partyId}`])).at(0)

  const put = async ({ query }: Connection, erasing: Erasing): Promise<void> => {
    const { erasure, partyId } = erasing
    const text = `INSERT INTO ${table} AS known VALUES ($1, $2, $3, $4)
      ON CONFLICT (erasure) DO UPDATE SET step = excluded.step, note = excluded.note
      WHERE ${rankOf('known.step')} <= ${rankOf('excluded.step')}`
    const row = [erasure, `party:${partyId}`, stepOf(erasing), JSON.stringify(erasing)]
    await query({ text, values: row })
  }

  return {
    begin: (erasing) =>
      inTransaction(server, async (connection) => {
        await connection.run(lockAlone(schema))
        const known = await of(connection, erasing.partyId)
        if (known === undefined) await put(connection, erasing)
        return known ?? erasing
      }),
    write: (erasing) => inTransaction(server, (connection) => put(connection, erasing)),
    of: (partyId) => onConnection(server, 'read', (connection) => of(connection, partyId)),
    all: () => onConnection(server, 'read', (connection) => notes(connection, 'true', [])),
  }
}

const rankOf = (step: string): string =>
  `array_position(ARRAY[${steps.map((each) => `'${each}'`).join(', ')}], ${step})`

/**
 * A PostgreSQL server, as much of it as keys need. What keeps read models there has all of it.
 *
 * Values go as text and numbers and come so: bytes are told in hexadecimal, lists as JSON, so that
 * it does not matter which driver speaks, and how it reads values.
 */
import { withoutValues } from './errors.ts'

export type Row = Readonly<Record<string, unknown>>

export interface Connection {
  readonly query: (query: {
    readonly text: string
    readonly values?: ReadonlyArray<unknown>
    /** The same text always has the same name. */
    readonly name?: string
  }) => Promise<{ readonly rows: ReadonlyArray<Row>; readonly count: number }>
  /** Several statements without parameters. */
  readonly run: (sql: string) => Promise<void>
  /** Gives it back; a broken one is closed. */
  readonly release: (isBroken?: boolean) => void
}

export interface KeysServer {
  /** The schema of the read models; that of the keys is named after it unless told. */
  readonly schema: string
  /** `read` connections write nothing. */
  readonly connect: (access: 'read' | 'write') => Promise<Connection>
}

/** Runs `work` on a connection that is given back whatever happens. Errors tell no value. */
export const onConnection = async <A>(
  server: KeysServer,
  access: 'read' | 'write',
  work: (connection: Connection) => Promise<A>,
): Promise<A> => {
  let connection: Connection | undefined
  let isBroken = true
  try {
    connection = await server.connect(access)
    const answer = await work(connection)
    isBroken = false
    return answer
  } catch (error) {
    throw withoutValues(error)
  } finally {
    connection?.release(isBroken)
  }
}

/** Durable when it returns; what throws undoes it. */
export const inTransaction = <A>(
  server: KeysServer,
  work: (connection: Connection) => Promise<A>,
): Promise<A> =>
  onConnection(server, 'write', async (connection) => {
    // Read models do not wait for the disk, and share the connections.
    await connection.run('BEGIN; SET LOCAL synchronous_commit = on')
    try {
      const answer = await work(connection)
      await connection.run('COMMIT')
      return answer
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  })

/**
 * A Postgres server, as much of it as a read model needs, whichever driver speaks to it.
 */
import type { Value } from '../column.ts'
import type { Row } from '../table.ts'

export interface Query {
  readonly text: string
  readonly values?: ReadonlyArray<unknown>
  /** Prepared under this name once for each connection; the same text always has the same name. */
  readonly name?: string
}

export interface Rows {
  readonly rows: ReadonlyArray<Row>
  /** How many rows were read or changed. */
  readonly count: number
  /** The columns, in order. */
  readonly names: ReadonlyArray<string>
  /** What kind of statement it was, such as `SELECT`. */
  readonly command: string
}

/** A connection of one's own until it is released. Values come as the dialect reads them. */
export interface Connection {
  readonly query: (query: Query) => Promise<Rows>
  /** The same, each row as a list: columns may have the same name, or none. */
  readonly lists: (query: Query) => Promise<ReadonlyArray<ReadonlyArray<Value>>>
  /** Several statements without parameters. */
  readonly run: (sql: string) => Promise<void>
  /** Gives it back; a broken one is closed. */
  readonly release: (isBroken?: boolean) => void
}

/** `read` connections write nothing. Both find tables in the schema of the read model first. */
export type Access = 'read' | 'write'

export interface PostgresServer {
  /** The schema that the read model stands in. */
  readonly schema: string
  readonly connect: (access: Access) => Promise<Connection>
  /**
   * Hears what is told on a channel, over a connection of its own. `lost` is called once, when
   * that connection ends by itself: whatever was told since is not heard any more.
   */
  readonly listen: (
    channel: string,
    on: { readonly heard: (payload: string) => void; readonly lost: () => void },
  ) => Promise<() => Promise<void>>
  readonly end: () => Promise<void>
}

/** Runs `work` on a connection that is given back whatever happens. */
export const onConnection = async <A>(
  server: PostgresServer,
  access: Access,
  work: (connection: Connection) => Promise<A>,
): Promise<A> => {
  const connection = await server.connect(access)
  let isBroken = true
  try {
    const answer = await work(connection)
    isBroken = false
    return answer
  } finally {
    connection.release(isBroken)
  }
}

/** Runs `work` in a transaction of its own; what throws undoes it. */
export const inTransaction = <A>(
  server: PostgresServer,
  access: Access,
  work: (connection: Connection) => Promise<A>,
  begin: string = access === 'read' ? beginReading : 'BEGIN',
): Promise<A> =>
  onConnection(server, access, async (connection) => {
    await connection.run(begin)
    try {
      const answer = await work(connection)
      await connection.run('COMMIT')
      return answer
    } catch (error) {
      await connection.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  })

/** One moment for all that is read. */
const beginReading = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'

/**
 * Connecting: everything that can be wrong with a connection string, a client or a server is said
 * here, before the first event.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { ClientError, ClientName } from './client.ts'
import { connectionOf, type Connection, type WrongConnectionString } from './connection-string.ts'
import type { Capabilities, Line } from './line/line.ts'
import { eventstoreLine } from './line/eventstore.ts'
import { kurrentLine } from './line/kurrent.ts'
import { firstTroubleOf, type Trouble } from './trouble.ts'

/** Nothing was written, and nothing is left open. */
export type ConnectError = WrongConnectionString | ClientError | Trouble

export interface ConnectSettings {
  /** `esdb://user:password@host:2113`, `esdb+discover://cluster.example:2113?tls=false`. */
  readonly connectionString: string
  /** `eventstore` is `@eventstore/db-client`, the default; one process uses one of them. */
  readonly client?: ClientName
  /** How long an append or the first call may take, in milliseconds; 10,000 unless told. */
  readonly deadlineMs?: number
  /** How long a read waits for the next event, in milliseconds; 10,000 unless told. */
  readonly idleMs?: number
  /** `shared`, the default: appends share one call. `single`: each has its own, which is slower. */
  readonly appends?: 'shared' | 'single'
}

export interface Connected {
  readonly line: Line
  readonly connection: Connection
  readonly capabilities: Capabilities
}

const lines = { eventstore: eventstoreLine, kurrent: kurrentLine }

export const connect = async (
  settings: ConnectSettings,
): Promise<E.Either<ConnectError, Connected>> => {
  const {
    client = 'eventstore',
    deadlineMs = 10_000,
    idleMs = 10_000,
    appends = 'shared',
  } = settings
  const connection = connectionOf(settings.connectionString, client)
  if (E.isLeft(connection)) return connection
  const { connectionString, credentials } = connection.right
  const options = { connectionString, credentials, deadlineMs, idleMs, appends }
  const line = await lines[client](options)
  if (E.isLeft(line)) return line
  return probed(line.right, connection.right)
}

/** One call that any server answers, and one that only whoever may read is answered. */
const probed = async (
  line: Line,
  connection: Connection,
): Promise<E.Either<ConnectError, Connected>> => {
  try {
    const capabilities = await line.capabilities()
    await line.readAll({ from: 'end', direction: 'backwards', count: 1 }, () => undefined)
    return E.right({ line, connection, capabilities })
  } catch (cause) {
    await line.close()
    return E.left(firstTroubleOf(cause, connection, connection.isSecure))
  }
}

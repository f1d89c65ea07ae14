/**
 * The line by `@kurrent/kurrentdb-client` 1.3.
 *
 * It reads by a native module, in generators that cannot be cancelled; `created` comes without
 * milliseconds there, which is one reason for a time of our own. Its small reads wait for the
 * network's delayed acknowledgements one after the other, so reading side by side is much faster.
 */
import * as E from 'fp-ts/lib/Either.js'
import { theOnly, type ClientError } from '../client.ts'
import { drained, within } from './deadline.ts'
import type { Line } from './line.ts'
import type { LineSettings } from './settings.ts'
import { behind, featuresOf, letGo, taking, toLive, toSent, toWritten } from './shared.ts'

export const kurrentLine = async (settings: LineSettings): Promise<E.Either<ClientError, Line>> => {
  const sdk = await theOnly('kurrent', () => import('@kurrent/kurrentdb-client'))
  if (E.isLeft(sdk)) return sdk
  const { connectionString, credentials, deadlineMs, idleMs, appends } = settings
  // The older name of the scheme means the same, and the client complains of it for each handle.
  const newer = connectionString.replace(/^esdb/, 'kurrentdb')
  const client = sdk.right.KurrentDBClient.connectionString(newer)
  const alone = appends === 'single' ? { credentials } : {}
  const writes = appending(client)

  return E.right({
    isOneCall: appends === 'shared',
    append: (stream, after, events) => {
      const options = { streamState: behind(after), deadline: deadlineMs, ...alone }
      const sent = events.map(toSent)
      return within(deadlineMs, writes.appendToStream(stream, sent, options)).then(toWritten)
    },
    readStream: ({ stream, from, count }, take) => {
      const options = { fromRevision: BigInt(from), maxCount: count }
      return drained(client.readStream(stream, options), idleMs, taking(take))
    },
    readAll: ({ from, direction, count }, take) => {
      const options = { fromPosition: from, direction, maxCount: count }
      return drained(client.readAll(options), idleMs, taking(take))
    },
    follow: (after) => toLive(client.subscribeToAll({ fromPosition: after })),
    capabilities: () => within(deadlineMs, featuresOf(client, { name: 'kurrent', filters: true })),
    close: () => letGo(client),
  })
}

/** The client's types ask for data that is an object or a list; it takes any JSON value. */
interface Appending {
  appendToStream(
    stream: string,
    events: unknown,
    options: object,
  ): Promise<Parameters<typeof toWritten>[0]>
}
const appending = (client: Appending): Appending => client

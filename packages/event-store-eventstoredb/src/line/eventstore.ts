/**
 * The line by `@eventstore/db-client` 6.2.1.
 *
 * Its fast way to append (one call that all appends share) keeps the answers that are awaited in one
 * table for the whole process: when the call of any client breaks, the appends of every client are
 * told so although theirs are written, and an answer that comes later finds no entry and brings the
 * process down. So one line of a process goes that way, on a client that does nothing else and
 * therefore never has two such calls; every other line appends by a call for each append, which a
 * client does when it is given credentials.
 */
import * as E from 'fp-ts/lib/Either.js'
import { theOnly, type ClientError } from '../client.ts'
import { collected, within } from './deadline.ts'
import type { Line } from './line.ts'
import type { LineSettings } from './settings.ts'
import { behind, featuresOf, letGo, taking, toLive, toSent, toWritten } from './shared.ts'

/** Who goes the fast way now. */
let fastest: object | undefined

export const eventstoreLine = async (
  settings: LineSettings,
): Promise<E.Either<ClientError, Line>> => {
  const sdk = await theOnly('eventstore', () => import('@eventstore/db-client'))
  if (E.isLeft(sdk)) return sdk
  const { connectionString, credentials, deadlineMs, idleMs, appends } = settings
  const connect = () => sdk.right.EventStoreDBClient.connectionString(connectionString)
  const client = connect()
  const self = {}
  if (appends === 'shared') fastest ??= self
  const writer = fastest === self ? connect() : client
  const alone = writer === client ? { credentials } : {}
  const writes = appending(writer)

  return E.right({
    isOneCall: fastest === self,
    append: (stream, after, events) => {
      const options = { expectedRevision: behind(after), deadline: deadlineMs, ...alone }
      const sent = events.map(toSent)
      return within(deadlineMs, writes.appendToStream(stream, sent, options)).then(toWritten)
    },
    readStream: ({ stream, from, count }, take) => {
      const options = { fromRevision: BigInt(from), maxCount: count }
      return collected(client.readStream(stream, options), idleMs, taking(take))
    },
    readAll: ({ from, direction, count }, take) => {
      const options = { fromPosition: from, direction, maxCount: count }
      return collected(client.readAll(options), idleMs, taking(take))
    },
    follow: (after) => toLive(client.subscribeToAll({ fromPosition: after })),
    capabilities: () =>
      within(deadlineMs, featuresOf(client, { name: 'eventstore', filters: false })),
    close: async () => {
      if (fastest === self) fastest = undefined
      await Promise.all([...new Set([client, writer])].map(letGo))
    },
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

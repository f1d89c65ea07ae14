/**
 * An event log, served to the EventStoreDB clients of any language, from within this program.
 *
 * A server for development and for the edge: one node, no cluster, no users but those it is given.
 * It listens on the loopback address unless told otherwise, and shows what the log it is given
 * shows. That it does what a server of the vendor does is claimed only as far as clients can see.
 */
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { Instant } from '@deskledger/kernel'
import type { EventStore } from '@deskledger/event-store'
import type { Fault } from './fault.ts'
import { featuresMethod, gossipMethod } from './features.ts'
import { gateOf } from './gate.ts'
import { groupsOf } from './groups/index.ts'
import { memoryGroups, type GroupStore } from './groups/settings.ts'
import type { AskedToWrite } from './log/appending.ts'
import { bellsOf } from './log/bells.ts'
import { viewsOf } from './log/views.ts'
import { doorTo, type Door, type Place } from './door.ts'
import type { Gate, Method } from './rpc.ts'
import { streamsMethods } from './streams/index.ts'
import { togetherMethods } from './together/index.ts'
import type { Wire } from './wire.ts'

export interface ServeSettings {
  /** What is shown. It is not closed with the server. */
  readonly store: EventStore
  /** 2113 unless told; 0 for any that is free. */
  readonly port?: number
  /** 127.0.0.1 unless told. Any other address wants `tls` and `authenticate`. */
  readonly host?: string
  /** The time of events whose writer names none; the machine's unless told. */
  readonly clock?: () => Instant
  /** The most bytes of one append; 1,048,576 unless told. */
  readonly maxAppendSize?: number
  /** Certificate and private key in PEM form; without them nothing is encrypted. */
  readonly tls?: { readonly certificate: string | Buffer; readonly key: string | Buffer }
  /** Whether these are the name and the password of somebody. Everybody may call unless told. */
  readonly authenticate?: (user: string, password: string) => boolean | Promise<boolean>
  /** Whether somebody may write this. Everybody may write everything unless told. */
  readonly mayWrite?: (asked: AskedToWrite) => boolean
  /** Where persistent subscriptions are kept; in memory unless told. Closed with the server. */
  readonly groups?: GroupStore
  /** How many positions a live subscription may lag before it is told; 5,000 unless told. */
  readonly fellBehindAt?: number
  /** For tests: the next fault at a place, see `@deskledger/wire/testing`. */
  readonly faultAt?: (place: Fault['at'], path: string) => Fault | undefined
}

export interface Served {
  readonly host: string
  readonly port: number
  /** Ends subscriptions, lets calls under way come to their end, and stops listening. */
  readonly close: () => Promise<void>
}

/** The address cannot be listened on, or certificate and key are none. */
export interface CannotServe {
  readonly _tag: 'CannotServe'
  readonly host: string
  readonly port: number
  readonly cause: unknown
}

/** The largest request, in bytes: clients cut batches at 3 MiB, and one event may be as large. */
const maxRequest = 16 * 1_048_576

/** How long calls under way may take to their end when the server closes, in milliseconds. */
const patienceMs = 5_000

const machineClock = (): Instant => {
  const now = Date.now()
  return Instant.is(now) ? now : (0 as Instant)
}

export const serveTask =
  (settings: ServeSettings): TaskEither<CannotServe, Served> =>
  async () => {
    const { host = '127.0.0.1', port = 2113 } = settings
    const closing = new AbortController()
    const place = { host, port }
    const wire = wireOf(settings, closing.signal)
    const server = new Server({
      'grpc.max_receive_message_length': maxRequest,
      'grpc.max_send_message_length': -1,
    })
    const gate = gateOf(settings, wire, closing.signal)
    const groups = groupsOf(wire, settings.groups ?? memoryGroups())
    const methods = [
      ...streamsMethods(wire),
      ...togetherMethods(wire),
      ...groups.methods,
      gossipMethod(() => place),
    ]
    for (const method of [...methods, featuresMethod(methods)]) add(server, method, gate)
    const door = await doorOf(server, settings, place)
    if (E.isLeft(door)) {
      server.forceShutdown()
      groups.close()
      return door
    }
    place.port = door.right.port
    let closed: Promise<void> | undefined
    const close = (): Promise<void> => {
      closing.abort()
      return (closed ??= shutDown(server, door.right).then(groups.close))
    }
    return E.right({ host, port: place.port, close })
  }

/** The same, for those who do not use fp-ts. Rejects with the cause. */
export const serve = async (settings: ServeSettings): Promise<Served> => {
  const served = await serveTask(settings)()
  if (E.isRight(served)) return served.right
  const { host, port, cause } = served.left
  throw new Error(`cannot serve on ${host}:${port}`, { cause })
}

const wireOf = (settings: ServeSettings, closing: AbortSignal): Wire => {
  const { store } = settings
  return {
    store,
    clock: settings.clock ?? machineClock,
    maxAppendSize: settings.maxAppendSize ?? 1_048_576,
    mayWrite: settings.mayWrite ?? (() => true),
    viewOf: viewsOf(store),
    bells: bellsOf(store, closing),
    fellBehindAt: settings.fellBehindAt ?? 5_000,
    faultAt: settings.faultAt ?? (() => undefined),
  }
}

const credentialsOf = ({ tls }: ServeSettings): ServerCredentials => {
  if (tls === undefined) return ServerCredentials.createInsecure()
  const { certificate, key } = tls
  const pair = { cert_chain: Buffer.from(certificate), private_key: Buffer.from(key) }
  return ServerCredentials.createSsl(null, [pair])
}

const doorOf = async (
  server: Server,
  settings: ServeSettings,
  { host, port }: Place,
): Promise<E.Either<CannotServe, Door>> => {
  try {
    return E.right(await doorTo(server, { host, port }, credentialsOf(settings)))
  } catch (cause) {
    return E.left({ _tag: 'CannotServe', host, port, cause })
  }
}

const add = (server: Server, { path, definition, handler }: Method, gate: Gate): void => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const service: ServiceDefinition = { [name]: definition }
  const implementation: UntypedServiceImplementation = { [name]: handler(gate) }
  server.addService(service, implementation)
}

/** Calls under way come to their end; then whoever has not left is thrown out. */
const shutDown = async (server: Server, door: Door): Promise<void> => {
  door.shut()
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => {
      server.forceShutdown()
      resolve()
    }, patienceMs)
    server.tryShutdown(() => {
      clearTimeout(force)
      resolve()
    })
  })
  await door.clear()
}

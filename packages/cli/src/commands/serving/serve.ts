/**
 * `deskledger serve`: the desk's log for EventStoreDB clients, until Ctrl-C; on this machine's own
 * address unless told.
 *
 * What is personal stays sealed: a client sees everything else, and of sealed values that they are
 * there. `--clear` shows them, and then nobody may write. `--write` lets programs append to streams
 * of their own; the desk's own streams and types of events belong to its commands.
 */
import type { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { later, type Instant } from '@deskledger/kernel'
import type { EventStore } from '@deskledger/event-store'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import {
  assembled,
  isDesk,
  logFile,
  orThrow,
  ProblemError,
  problemOf,
  readDesk,
} from '@deskledger/desk'
import type { AskedToWrite } from '@deskledger/wire'
import type { Context } from '../../context.ts'
import { dim } from '../../output/style.ts'
import { usageError } from '../../output/problem.ts'
import { trustOf, type TrustOptions } from './trust.ts'

interface ServeOptions extends TrustOptions {
  readonly port: string
  readonly write?: boolean
  readonly groups?: string
}

type Add = (nameAndArgs: string, group: string) => Command
type Doing = (
  work: (context: Context, options: ServeOptions) => Promise<void>,
) => (this: Command, ...args: ReadonlyArray<unknown>) => Promise<void>

export const addServing = (add: Add, doing: Doing): void => {
  add('serve', 'Operate:')
    .description('let EventStoreDB clients of any language follow the desk, until Ctrl-C')
    .option('--port <n>', 'where to listen; 0 for any free port', '2113')
    .option('--host <address>', 'where to listen; any other wants --tls… and --users', '127.0.0.1')
    .option('--tls-cert <file>', 'the certificate, in PEM form, with those that vouch for it')
    .option('--tls-key <file>', 'its private key, in PEM form')
    .option('--users <file>', 'who may call, with passwords; see: deskledger user set')
    .option('--insecure', 'serve other machines without certificate or users')
    .option('--clear', 'show personal data in the clear; then nobody may write')
    .option('--write', 'let programs write to streams of their own')
    .option('--groups <file>', 'where persistent subscriptions are kept (default: nowhere)')
    .action(doing(serve))
}

export const serve = async (context: Context, options: ServeOptions): Promise<void> => {
  const { desk: folder, io, quiet } = context
  const port = portOf(options)
  const { remarks, ...trust } = await trustOf(options)
  const log = await openedFor(folder, options)
  // Loaded when it is needed: no other command speaks to a network.
  const { serveTask } = await import('@deskledger/wire')
  const groups = await groupsIn(options)
  const served = await serveTask({
    store: log.store,
    port,
    mayWrite: belongsToOthers(),
    ...trust,
    ...groups,
  })()
  if (E.isLeft(served)) {
    await log.close()
    throw new ProblemError(problemOf(served.left))
  }
  io.out(`esdb://${authorityOf(served.right)}?tls=${trust.tls !== undefined}\n`)
  if (!quiet) for (const line of [...remarks, 'Ctrl-C ends it']) io.err(dim(`${line}\n`))
  await interrupted()
  await served.right.close()
  await log.close()
}

/** As it stands in an address: with brackets where it has colons of its own. */
const authorityOf = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`

const groupsIn = async ({ groups: file }: ServeOptions) => {
  if (file === undefined) return {}
  const { groupFile } = await import('@deskledger/wire/groups')
  return { groups: groupFile(file) }
}

interface Opened {
  readonly store: EventStore
  readonly close: () => Promise<void>
}

const clock = (): Instant => later(epoch, Date.now())
const epoch = 0 as Instant

const openedFor = async (folder: string, { clear, write }: ServeOptions): Promise<Opened> => {
  if (clear === true && write === true)
    throw usageError(
      'DL9025',
      'What is served in the clear is not written to.',
      '--clear and --write do not go together',
      'leave one of them out',
    )
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  if (clear === true) return readDesk({ folder })
  const file = logFile(folder)
  const store = orThrow(sqliteEventStore({ file, clock, readOnly: write !== true }))
  return { store, close: async () => orThrow(await store.close()()) }
}

const portOf = ({ port }: ServeOptions): number => {
  const number = Number(port)
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number
  throw usageError('DL9026', 'That is no port.', `--port is ${port}`, 'a number from 0 to 65535')
}

/** A stream of the desk, or an event that its modules would read, is written by commands alone. */
const belongsToOthers = (): ((asked: AskedToWrite) => boolean) => {
  const { deciders, registry } = assembled()
  const own = new Set(['policy', ...deciders.map(({ name }) => name)])
  return ({ stream, types }) => {
    const [category = ''] = stream.split('-')
    return !own.has(category) && !types.some((type) => registry.codecs.has(type))
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })

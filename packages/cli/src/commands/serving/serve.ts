/**
 * `deskledger serve`: the desk's log for EventStoreDB clients, on this machine, until Ctrl-C.
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
import type { AskedToWrite, CannotServe } from '@deskledger/wire'
import type { Context } from '../context.ts'
import { dim } from '../output/style.ts'
import { usageError } from '../output/problem.ts'

interface ServeOptions {
  readonly port: string
  readonly clear?: boolean
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
    .option('--port <n>', 'where to listen on this machine; 0 for any free port', '2113')
    .option('--clear', 'show personal data in the clear; then nobody may write')
    .option('--write', 'let programs write to streams of their own')
    .option('--groups <file>', 'where persistent subscriptions are kept (default: nowhere)')
    .action(doing(serve))
}

export const serve = async (context: Context, options: ServeOptions): Promise<void> => {
  const { desk: folder, io, quiet } = context
  const port = portOf(options)
  const log = await openedFor(folder, options)
  // Loaded when it is needed: no other command speaks to a network.
  const { serveTask } = await import('@deskledger/wire')
  const groups = await groupsIn(options)
  const served = await serveTask({
    store: log.store,
    port,
    mayWrite: belongsToOthers(),
    ...groups,
  })()
  if (E.isLeft(served)) {
    await log.close()
    throw cannotServe(served.left)
  }
  io.out(`esdb://${served.right.host}:${served.right.port}?tls=false\n`)
  if (!quiet) io.err(dim('Ctrl-C ends it\n'))
  await interrupted()
  await served.right.close()
  await log.close()
}

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
      'DL9014',
      '--clear and --write do not go together',
      'what is shown in the clear is there to be read',
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
  throw usageError('DL9015', 'that is no port', `--port is ${port}`, 'a number from 0 to 65535')
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

const cannotServe = ({ host, port, cause }: CannotServe): ProblemError =>
  new ProblemError({
    code: 'DL8020',
    what: 'the desk cannot be served',
    where: `${host}:${port}`,
    why: cause instanceof Error ? cause.message : 'the address cannot be listened on',
    mend: 'name another port with --port, or 0 for any that is free',
    error: { _tag: 'CannotServe' },
  })

const signals = ['SIGINT', 'SIGTERM'] as const

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })

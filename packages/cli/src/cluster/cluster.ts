/**
 * A log on a cluster and the file of its notary, in the place of a desk: `--log` and `--notary`.
 */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { later, type Instant } from '@deskledger/kernel'
import type { EventStore } from '@deskledger/event-store'
import { ProblemError, problemOf } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { outside } from '../commands/audit/files.ts'
import { usageError } from '../output/problem.ts'

export interface LogOptions {
  readonly log?: string
  readonly prefix?: string
}

export interface ClusterOptions extends LogOptions {
  readonly notary?: string
}

export interface Cluster {
  readonly url: string
  /** The notary's file. */
  readonly file: string
  /** The folder that was named in its place, if one was. */
  readonly folder?: string
  readonly prefix: string
}

export const variable = 'DESKLEDGER_LOG'

/** The options that say where a log is. */
export const addLogOptions = (command: Command): Command =>
  command
    .option('--log <url>', `a log on a cluster, such as esdb://host:2113; ${variable} unless given`)
    .option('--prefix <text>', 'what the names of its streams begin with on the server')

/** The options that put a notary in the place of a desk. */
export const addCluster = (command: Command): Command =>
  addLogOptions(
    command.option(
      '--notary <file>',
      'in the place of a desk, the notary of a log on a cluster, with --log',
    ),
  )

/** None where a desk is asked for. */
export const clusterOf = (
  { isDeskNamed }: Context,
  { notary, log, prefix = '' }: ClusterOptions,
): Cluster | undefined => {
  if (notary === undefined && log === undefined) return undefined
  if (notary === undefined) throw missing('--notary FILE')
  if (isDeskNamed) throw both
  return { url: urlOf(log), ...placeOf(notary), prefix }
}

export const urlOf = (log: string | undefined): string => {
  const url = log ?? process.env[variable]
  if (url === undefined || url === '') throw missing('--log URL')
  return url
}

/** A folder may be named as a desk is: the file in it is `notary.db`. */
export const placeOf = (path: string): Pick<Cluster, 'file' | 'folder'> => {
  const whole = resolve(path)
  const isFolder = statSync(whole, { throwIfNoEntry: false })?.isDirectory() === true
  return isFolder ? { file: join(whole, 'notary.db'), folder: whole } : { file: whole }
}

/** The place, unless it is inside the folder of the notary, or its very file. */
export const outsideOf = ({ file, folder }: Cluster, place: string): string => {
  if (folder !== undefined) return outside(folder, place)
  if (resolve(place) !== file) return resolve(place)
  throw new ProblemError(problemOf({ _tag: 'InsideDesk', file: place }))
}

/** Runs `work` on the log. Events of others among ours are passed over, or refused. */
export const onLog = async <A>(
  { url, prefix }: Pick<Cluster, 'url' | 'prefix'>,
  foreign: 'refuse' | 'skip',
  work: (store: EventStore) => Promise<A>,
): Promise<A> => {
  // Loaded when it is needed: no other command speaks to a network.
  const { eventStoreDbStore } = await import('@deskledger/event-store-eventstoredb')
  const settings = { connectionString: url, prefix, foreign, clock }
  const connected = await eventStoreDbStore(settings)()
  if (E.isLeft(connected)) throw unreached(connected.left)
  try {
    return await work(connected.right)
  } finally {
    await connected.right.close()()
  }
}

const epoch = 0 as Instant
export const clock = (): Instant => later(epoch, Date.now())

/** What is wrong with a connection has tags of its own; here it is one failure. */
const unreached = (trouble: { readonly _tag: string }): ProblemError => {
  if (trouble._tag === 'WrongConnectionString') return new ProblemError(problemOf(trouble))
  return new ProblemError(problemOf({ ...trouble, _tag: 'LogUnreached', trouble: trouble._tag }))
}

const missing = (option: string): ProblemError =>
  usageError(
    'DL9037',
    'A log on a cluster and its notary are named together.',
    `${option} is missing`,
    'for example: deskledger audit verify --log esdb://host:2113 --notary notary.db',
  )

const both = usageError(
  'DL9038',
  '--desk and --notary do not go together.',
  'a desk has a hash chain in its own log',
  'leave one of them out',
)

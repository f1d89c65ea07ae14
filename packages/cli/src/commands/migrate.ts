/**
 * `deskledger migrate`: a desk copied from a folder to a cluster, or back, with the proof that nothing
 * changed.
 */
import { resolve } from 'node:path'
import {
  migrateDesk,
  planMigration,
  type DeskPlace,
  type MigrateOptions,
  type MigrationPhase,
} from '@deskledger/desk'
import type { Context } from '../context.ts'
import { migratedInWords, plannedInWords } from '../output/migration.ts'
import { usageError } from '../output/problem.ts'
import { progress, type Progress } from '../output/progress.ts'

export interface MigrateChoices {
  readonly from: string
  readonly to: string
  readonly views?: string
  readonly folder?: string
  readonly prefix?: string
  readonly schema?: string
  readonly client: 'eventstore' | 'kurrent'
  readonly keys?: 'folder' | 'server'
  readonly dryRun?: boolean
}

export const migrate = async (context: Context, choices: MigrateChoices): Promise<void> => {
  const { io, json } = context
  const places = placesOf(choices)
  if (choices.dryRun === true) {
    const plan = await watched(context, places, planMigration)
    return io.out(json ? `${JSON.stringify(plan)}\n` : plannedInWords(plan))
  }
  const done = await watched(context, places, migrateDesk)
  io.out(json ? `${JSON.stringify(done)}\n` : migratedInWords(done))
  if (done.difference !== undefined) context.finding()
}

const names: Readonly<Record<MigrationPhase, string>> = {
  verify: 'computing hashes',
  resume: 'comparing what is there',
  copy: 'copying',
  project: 'projecting',
  replay: 'projecting the source',
  compare: 'comparing',
}

/** One bar for each phase, one behind the other. */
const watched = async <A>(
  { io, quiet }: Context,
  places: MigrateOptions,
  work: (options: MigrateOptions) => Promise<A>,
): Promise<A> => {
  const shown: { phase?: MigrationPhase; bar?: Progress } = {}
  try {
    return await work({
      ...places,
      onProgress: ({ phase, done, total, events }) => {
        if (phase !== shown.phase) {
          shown.bar?.stop()
          shown.bar = progress(io, names[phase], 'events', quiet)
          shown.phase = phase
        }
        shown.bar?.update(done, total, events)
      },
    })
  } finally {
    shown.bar?.stop()
  }
}

// ------------------------------------------------------------------------------------------------
// places
// ------------------------------------------------------------------------------------------------

const isServer = (place: string): boolean => /^[a-z][a-z+]*:\/\//i.test(place)

const placesOf = (choices: MigrateChoices): MigrateOptions => {
  const { from, to } = choices
  if (isServer(from) === isServer(to))
    throw usageError(
      'DL9027',
      'one of the two is a folder, the other a cluster',
      isServer(from) ? 'both are servers' : 'both are folders',
      'deskledger migrate --from acme --to esdb://… ; a folder is copied by deskledger backup',
    )
  return { from: placeOf(from, choices, to), to: placeOf(to, choices, from) }
}

const placeOf = (place: string, choices: MigrateChoices, other: string): DeskPlace => {
  if (!isServer(place)) return { folder: resolve(place) }
  const { views, prefix, schema, client, keys, folder = `${other}-cluster` } = choices
  if (views === undefined)
    throw usageError(
      'DL9028',
      'the read models of a cluster have a server of their own',
      'it was not named',
      'name it: --views postgres://user:password@host:5432/database',
    )
  return {
    folder: resolve(folder),
    eventStoreDb: {
      connectionString: place,
      client,
      ...(prefix === undefined ? {} : { prefix }),
    },
    ...(keys === undefined ? {} : { keys }),
    postgres: { connectionString: views, ...(schema === undefined ? {} : { schema }) },
  }
}

/**
 * A desk moved from a folder to a cluster, or back, and the proof that nothing changed.
 *
 * The log is copied as it is stored, sealed values sealed, append by append and in order; then keys,
 * ledger and certificates; then the read models are folded there. When everything is there both logs
 * are read once more from the beginning and compared byte for byte, and the read models by digests of
 * their facts. Whatever interrupts it, the same call again goes on where it was.
 */
import { clusterHome } from './cluster-home.ts'
import { planned } from './copy.ts'
import { folderHome, refuse } from './folder-home.ts'
import type { Home, Move } from './home.ts'
import { erasuresIn } from './keys.ts'
import { hearing, proved, reading } from './proving.ts'
import type {
  DeskPlace,
  LogSums,
  MigrateOptions,
  Migrated,
  MigrationPlan,
  Side,
} from './settings.ts'

/** Rejects with a `ProblemError`; a difference is an answer, and what is there is left as it is. */
export const migrateDesk = (options: MigrateOptions): Promise<Migrated> =>
  between(options, async (move) => {
    const { from, to, desk } = move
    const chain = await from.verified(hearing(move, 'verify'))
    const target = await to.target(desk)
    const { log, difference, ...rest } = await proved(move, target)
    const reached = await to.verified(hearing(move, 'verify'))
    if (difference === undefined) await to.finish(desk)
    return {
      desk,
      from: sideOf(from, log.from, chain),
      to: sideOf(to, log.to, reached),
      ...rest,
      erasures: erasuresIn(from.folder),
      ...(difference === undefined ? {} : { difference }),
    }
  })

/** What `migrateDesk` would do, as far as it can be told without writing. Rejects as that does. */
export const planMigration = (options: MigrateOptions): Promise<MigrationPlan> =>
  between(options, async (move) => {
    const { from, to, desk, source } = move
    const heard = hearing(move, 'resume')
    const there = await to.source()
    const found = await reading(() => planned(source, there, heard))
    return { desk, from: from.name, to: to.name, ...found, erasures: erasuresIn(from.folder) }
  })

const homeOf = (place: DeskPlace): Promise<Home> | Home =>
  'eventStoreDb' in place ? clusterHome(place) : folderHome(place)

/** Both sides are let go of, whatever happens. */
const between = async <A>(
  options: MigrateOptions,
  work: (move: Move) => Promise<A>,
): Promise<A> => {
  const from = await homeOf(options.from)
  try {
    const to = await homeOf(options.to)
    try {
      return await work(await known(options, from, to))
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}

const known = async (options: MigrateOptions, from: Home, to: Home): Promise<Move> => {
  const [source, desk] = [await from.source(), await from.desk()]
  if (source === undefined || desk === undefined)
    throw refuse({ _tag: 'NothingToMove', place: from.name })
  const found = await to.desk()
  if (found !== undefined && found !== desk)
    throw refuse({ _tag: 'TargetForeign', place: to.name, found })
  return { options, from, to, source, desk }
}

const sideOf = ({ name }: Home, sums: LogSums, chain: string | undefined): Side => ({
  name,
  ...sums,
  ...(chain === undefined ? {} : { chain }),
})

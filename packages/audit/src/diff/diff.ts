/**
 * The read models that are read, against those that the log tells: row by row.
 *
 * They are rebuilt from the beginning up to the position at which the live ones stand, so that being
 * behind is no difference. Tables whose digests agree are not looked at any closer. Everything is read
 * within one transaction, while others may go on writing.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  asOf,
  fingerprintOf,
  type AnyTable,
  type Checkpoint,
  type OnUndecodable,
  type ProjectionError,
  type ReadModelSettings,
  type Views,
} from '@deskledger/projection'
import { nowhere } from '../replay.ts'
import type { Difference, TableDifferences } from './difference.ts'
import { differingRows } from './rows.ts'
import { claimsIn, definitionsIn, isUnreadable, rowsIn } from './side.ts'

export interface Compared {
  /** Where the live read models stand. */
  readonly position: number
  readonly tables: ReadonlyArray<TableDifferences>
  readonly found: number
  /** The first of them, as many as were asked for. */
  readonly differences: ReadonlyArray<Difference>
}

export interface Comparing {
  readonly live: Views<unknown>
  /** The id of the log, if the live ones were built for it by name. */
  readonly log?: string
  /** How many differences to keep; 100 unless told. All are counted. */
  readonly limit?: number
}

export const diff =
  (settings: ReadModelSettings, comparing: Comparing): TaskEither<ProjectionError, Compared> =>
  () =>
    comparing.live.db.transaction().execute(() => compared(settings, comparing))

const compared = async (
  settings: ReadModelSettings,
  { live, log, limit = 100 }: Comparing,
): Promise<E.Either<ProjectionError, Compared>> => {
  const checkpoint = live.checkpoint()
  if (E.isLeft(checkpoint)) return checkpoint
  const { position } = checkpoint.right
  const onUndecodable = policyOf(checkpoint.right)
  const rebuilt = await asOf({ ...settings, onUndecodable }, { position, file: nowhere })()
  if (E.isLeft(rebuilt)) return rebuilt
  const differences: Array<Difference> = []
  let found = 0
  const tell = (difference: Difference): void => {
    found += 1
    if (differences.length < limit) differences.push(difference)
  }
  const tables = settings.projectors.flatMap((projector) => projector.tables)
  const sides: Sides = { live, rebuilt: rebuilt.right, tell }
  try {
    attempt('sqlite_schema', tell, () => compareDefinitions(sides))
    const builder = fingerprintOf(settings.projectors, log)
    attempt('projection_checkpoint', tell, () => compareClaims(sides, builder))
    const counts = tables.map((table) => compareTable(sides, table))
    return E.right({ position, tables: counts, found, differences })
  } finally {
    rebuilt.right.close()
  }
}

/** As the live ones were built: they say what they did with events that cannot be read. */
const policyOf = ({ incompleteSince, skipped }: Checkpoint): OnUndecodable => {
  if (incompleteSince !== undefined) return 'park'
  return skipped > 0 ? 'skip' : 'fail'
}

interface Sides {
  readonly live: Views<unknown>
  readonly rebuilt: Views<unknown>
  readonly tell: (difference: Difference) => void
}

/** What SQLite cannot read of the live ones is a difference too. */
const attempt = (name: string, tell: Sides['tell'], work: () => void): void => {
  try {
    work()
  } catch (caught) {
    if (!isUnreadable(caught)) throw caught
    tell({ kind: 'damaged', table: name, reason: caught.reason })
  }
}

const compareDefinitions = ({ live, rebuilt, tell }: Sides): void => {
  const [here, there] = [definitionsIn(live), definitionsIn(rebuilt)]
  for (const [name, sql] of there) {
    const found = here.get(name)
    if (found === sql) continue
    tell({ kind: 'schema', name, what: found === undefined ? 'missing' : 'changed' })
  }
  for (const name of here.keys())
    if (!there.has(name)) tell({ kind: 'schema', name, what: 'extra' })
}

const compareClaims = ({ live, rebuilt, tell }: Sides, fingerprint: string): void => {
  const here = claimsIn(live)
  const there = { ...claimsIn(rebuilt), fingerprint }
  for (const [field, value] of Object.entries(there))
    if (here[field] !== value)
      tell({ kind: 'checkpoint', field, live: here[field] ?? null, rebuilt: value })
}

const compareTable = ({ live, rebuilt, tell }: Sides, table: AnyTable): TableDifferences => {
  const counts = { missing: 0, extra: 0, changed: 0 }
  const digests = [live, rebuilt].map((views) => views.digest([table]))
  const [here, there] = digests.map((each) =>
    E.isRight(each) ? each.right[table.name] : undefined,
  )
  const rows = there?.rows ?? 0
  if (here !== undefined && here.all === there?.all && here.rows === rows)
    return { table: table.name, rows, ...counts }
  attempt(table.name, tell, () => {
    for (const difference of differingRows(table, rowsIn(live, table), rowsIn(rebuilt, table))) {
      counts[difference.kind] += 1
      tell(difference)
    }
  })
  return { table: table.name, rows, ...counts }
}

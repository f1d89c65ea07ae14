/**
 * The read model as it was when the log stood at a position: folded anew, into memory or a file.
 *
 * The same folds up to an earlier end, so the past cannot be told differently from the present. Data
 * of a person who has been erased since is gone from the past as well.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { planOf, type Plan } from './engine/plan.ts'
import type { ProjectionError } from './errors.ts'
import { lineage } from './explain.ts'
import { fingerprintOf } from './fingerprint.ts'
import { follow, patiently } from './following.ts'
import { reader } from './reading.ts'
import type { ReadModelSettings } from './settings.ts'
import { inspect, openFile } from './sqlite/open.ts'
import { removeFile } from './sqlite/place.ts'
import { viewsFile, type ViewsFile } from './sqlite/views-file.ts'
import type { AnyTable } from './table.ts'
import { readingOf, viewsOver, type Views } from './views.ts'

export interface AsOf {
  readonly position: number
  /** Only this table, and what it follows; all tables and views unless told. */
  readonly table?: AnyTable
  /** Where to fold to; memory unless told. A read model that is there is replaced. */
  readonly file?: string
}

/** Close what it gives when done. */
export const asOf =
  <Tables>(settings: ReadModelSettings, asked: AsOf): TaskEither<ProjectionError, Views<Tables>> =>
  async () => {
    const { position, table, file = ':memory:' } = asked
    const { projectors, store, registry, onUndecodable = 'fail', batchSize = 1_000 } = settings
    const plan = planOf(table === undefined ? projectors : [lineage(projectors, table)], settings)
    const opened = await patiently(file, () => openScratch(file, plan))
    if (E.isLeft(opened)) return opened
    const views = opened.right
    const types = plan.types && { types: [...plan.types] }
    const read = reader(plan, registry, onUndecodable)
    const ended = await follow(
      { file, store, read, batchSize, isOpen: () => true, onFolded: () => undefined },
      views,
      (after) => store.readAll({ after, upTo: position, ...types }),
    )
    if (E.isRight(ended)) return E.right(viewsOver<Tables>(file, always(readingOf(views.db))))
    views.close()
    return ended
  }

const always =
  <A>(value: A) =>
  (): A =>
    value

/** An empty read model. Throws rather than touch a file that is none. */
const openScratch = (file: string, plan: Plan): ViewsFile => {
  const found = inspect(file, '')
  if (found === 'foreign' || found === 'damaged') throw new Error(`${file} is no read model`)
  if (found !== 'nothing') removeFile(file)
  const fingerprint = fingerprintOf(plan.projectors)
  const views = viewsFile(openFile(file, plan, fingerprint), plan, {
    clock: Date.now,
    leaseMs: 3_600_000,
  })
  views.take()
  return views
}

/**
 * `deskledger project`: brings the read models level with the log, or builds them anew.
 */
import { isDesk, openDesk, ProblemError, problemOf, readDesk, type Desk } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { usageError } from '../output/problem.ts'
import { progress } from '../output/progress.ts'
import { rowsAs } from '../output/table.ts'

interface ProjectOptions {
  readonly rebuild?: string
  readonly digest?: boolean
  readonly onUndecodable: 'fail' | 'skip' | 'park'
}

/** What was done, as `--json` tells it. */
interface Projected {
  readonly projected: number
  readonly position: number
  readonly skipped: number
  readonly incompleteSince?: number
}

export const project = async (context: Context, options: ProjectOptions): Promise<void> => {
  const { desk: folder, io, json, quiet } = context
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  const done = await build(context, options)
  if (!quiet) io.err(inWords(done))
  if (options.digest === true) await tellDigests(context)
  else if (json) io.out(`${JSON.stringify(done)}\n`)
}

const inWords = ({ projected, position, skipped, incompleteSince }: Projected): string => {
  const n = (count: number): string => count.toLocaleString('en')
  return [
    `projected ${n(projected)} events; at position ${n(position)}\n`,
    incompleteSince === undefined
      ? ''
      : `incomplete since position ${n(incompleteSince)}: see projection_parked\n`,
    skipped === 0 ? '' : `${n(skipped)} events could not be read and were skipped\n`,
  ].join('')
}

const tellDigests = async ({ desk: folder, io, json }: Context): Promise<void> => {
  const desk = await readDesk({ folder })
  const digests = desk.views().digest(desk.projectors.flatMap(({ tables }) => tables))
  await desk.close()
  if (digests._tag === 'Left') throw new ProblemError(problemOf(digests.left))
  const rows = Object.entries(digests.right).map(([table, digest]) => ({ table, ...digest }))
  io.out(rowsAs(json ? 'json' : 'table', ['table', 'rows', 'facts', 'all'], rows))
}

const build = async (
  { desk: folder, io, quiet }: Context,
  { rebuild, onUndecodable }: ProjectOptions,
): Promise<Projected> => {
  const bar = progress(io, 'projecting', 'events', quiet)
  let head = 0
  const desk = await openDesk({
    folder,
    mode: 'still',
    onUndecodable,
    onProgress: ({ position }) => bar.update(position, head, position),
  })
  try {
    head = await desk.head()
    if (rebuild !== undefined && !['all', ...desk.readModels].includes(rebuild))
      throw unknownModel(rebuild, desk.readModels)
    const before = rebuild === undefined ? await reached(desk) : 0
    const now = rebuild === undefined ? await desk.caughtUp() : await desk.rebuild()
    const { position, incompleteSince, skipped } = now
    const incomplete = incompleteSince === undefined ? {} : { incompleteSince }
    return { projected: position - before, position, skipped, ...incomplete }
  } finally {
    bar.stop()
    await desk.close()
  }
}

/** How far the read models were; 0 where there are none, or none that can be read. */
const reached = async (desk: Desk): Promise<number> => {
  try {
    return (await desk.freshness()).position
  } catch (caught) {
    if (caught instanceof ProblemError) return 0
    throw caught
  }
}

/** All read models stand in one file at one position, so one is built anew with the others. */
const unknownModel = (name: string, known: ReadonlyArray<string>) =>
  usageError(
    'DL9003',
    'There is no read model of that name.',
    `it is ${name}; there are ${known.join(', ')}`,
    'build them all: deskledger project --rebuild all',
  )

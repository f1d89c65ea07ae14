/**
 * `deskledger project`: brings the read models level with the log, or builds them anew.
 */
import { isDesk, openDesk, ProblemError, problemOf, readDesk } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { usageError } from '../output/problem.ts'
import { progress } from '../output/progress.ts'
import { rowsAs } from '../output/table.ts'

interface ProjectOptions {
  readonly rebuild?: string
  readonly digest?: boolean
  readonly onUndecodable: 'fail' | 'skip' | 'park'
}

export const project = async (context: Context, options: ProjectOptions): Promise<void> => {
  const { desk: folder, io } = context
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  await build(context, options)
  if (options.digest !== true) return
  const desk = await readDesk({ folder })
  const digests = desk.views().digest(desk.projectors.flatMap(({ tables }) => tables))
  await desk.close()
  if (digests._tag === 'Left') throw new ProblemError(problemOf(digests.left))
  const rows = Object.entries(digests.right).map(([table, digest]) => ({ table, ...digest }))
  io.out(rowsAs(context.json ? 'json' : 'table', ['table', 'rows', 'facts', 'all'], rows))
}

const build = async (
  { desk: folder, io, quiet }: Context,
  { rebuild, onUndecodable }: ProjectOptions,
): Promise<void> => {
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
    const before = (await desk.freshness()).position
    const { position, incompleteSince, skipped } =
      rebuild === undefined ? await desk.caughtUp() : await desk.rebuild()
    bar.stop()
    if (quiet) return
    const from = rebuild === undefined ? before : 0
    io.err(`projected ${(position - from).toLocaleString('en')} events; at position ${position}\n`)
    if (incompleteSince !== undefined)
      io.err(`incomplete since position ${incompleteSince}: see projection_parked\n`)
    if (skipped > 0) io.err(`${skipped} events could not be read and were skipped\n`)
  } finally {
    bar.stop()
    await desk.close()
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

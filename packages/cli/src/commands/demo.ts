/**
 * `deskledger demo`: a year of a sample company in a desk of its own, then a guided tour. A second
 * demo on the same desk adds nothing and tours again.
 */
import { buildSampleYear, type Built } from '@deskledger/sample-company'
import { openDesk, readDesk } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { progress } from '../output/progress.ts'
import { dim } from '../output/style.ts'
import { tour } from '../tour/tour.ts'

export const demo = async (context: Context): Promise<void> => {
  const built = await build(context)
  await levelled(context)
  const desk = await readDesk({ folder: context.desk })
  try {
    if (context.json) context.io.out(`${JSON.stringify({ desk: context.desk, ...built })}\n`)
    else await tour(context, desk)
  } finally {
    await desk.close()
  }
}

const inWords = {
  built: 'written',
  resumed: 'written; an earlier run had not ended',
  alreadyThere: 'are there already',
} as const

const build = async ({ desk: folder, io, quiet }: Context): Promise<Built> => {
  const began = performance.now()
  if (!quiet) io.err(dim(`a year of a sample company, in ${folder}\n`))
  const bar = progress(io, 'simulating', 'events', quiet)
  try {
    const built = await buildSampleYear({
      folder,
      onProgress: ({ day, days, events }) => bar.update(day, days, events),
    })
    bar.stop()
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    const events = built.events.toLocaleString('en')
    if (!quiet) io.err(dim(`${events} events ${inWords[built.status]} (${seconds} s)\n`))
    return built
  } finally {
    bar.stop()
  }
}

/** Read models that were deleted, or are of an older version, are made again from the log. */
const levelled = async ({ desk: folder, io, quiet }: Context): Promise<void> => {
  const bar = progress(io, 'projecting', 'events', quiet)
  let head = 0
  const desk = await openDesk({
    folder,
    mode: 'still',
    onProgress: ({ position }) => bar.update(position, head, position),
  })
  try {
    head = await desk.head()
    await desk.caughtUp()
  } finally {
    bar.stop()
    await desk.close()
  }
}

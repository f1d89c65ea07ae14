/**
 * `deskledger import`: the history of another system; every event of it once, and again without
 * harm. Ends with the read models level, so that it can be asked at once.
 */
import { isDesk, openDesk, rehearse, type ImportOptions } from '@deskledger/desk'
import { describeMap, unreadableAtOnce, type ImportMap } from '@deskledger/ingest'
import type { Context } from '../context.ts'
import { progress } from '../output/progress.ts'
import { done, failed, finish } from './importing/ending.ts'
import { expectFiles, expectKey, expectWritable } from './importing/expect.ts'
import { formatOf, mapOf } from './importing/map.ts'
import { withdraw } from './importing/withdraw.ts'

interface ImportCliOptions {
  readonly map?: string
  readonly source?: string
  readonly activity?: string
  readonly dryRun?: boolean
  readonly withdraw?: string
  readonly rejects?: string
  readonly findings?: string
}

type Progress = Parameters<NonNullable<ImportOptions['onProgress']>>[0]

export const importCommand = async (
  context: Context,
  format: string | undefined,
  files: ReadonlyArray<string>,
  options: ImportCliOptions,
): Promise<void> => {
  if (options.withdraw !== undefined) return withdraw(context, options.withdraw)
  const map = mapOf(formatOf(format), options)
  expectKey(options.source ?? map.source ?? 'import')
  expectFiles(files)
  for (const list of [options.rejects, options.findings]) expectWritable(list)
  if (options.dryRun === true && !context.json) context.io.out(`${describeMap(map)}\n`)
  for (const file of files) await one(context, file, map, options)
}

const one = async (
  context: Context,
  file: string,
  map: ImportMap,
  { map: mapFile, source, dryRun, rejects, findings }: ImportCliOptions,
): Promise<void> => {
  const bar = progress(
    context.io,
    dryRun === true ? 'reading' : 'importing',
    'events',
    context.quiet,
  )
  const settings = {
    file,
    map,
    mode: dryRun === true ? ('rehearsal' as const) : ('import' as const),
    ...(mapFile === undefined ? {} : { mapFile }),
    ...(source === undefined ? {} : { source }),
    ...(rejects === undefined ? {} : { rejectsFile: rejects }),
    ...(findings === undefined ? {} : { findingsFile: findings }),
    onProgress: ({ bytes, totalBytes, events }: Progress) => bar.update(bytes, totalBytes, events),
  }
  if (dryRun === true && !isDesk(context.desk)) {
    const answer = await rehearse(settings)()
    bar.stop()
    return finish(
      context,
      settings,
      answer._tag === 'Left' ? failed(answer.left) : done(answer.right),
    )
  }
  const unreadable = isDesk(context.desk)
    ? undefined
    : await unreadableAtOnce({ file, map, latest: Date.now })
  if (unreadable !== undefined) {
    bar.stop()
    return finish(context, settings, failed({ _tag: 'NothingRead', end: unreadable }))
  }
  const desk = await openDesk({ folder: context.desk, mode: 'still' })
  try {
    const answer = await desk.importHistory(settings)
    bar.stop()
    if (dryRun !== true) await desk.caughtUp()
    finish(context, settings, answer.ok ? done(answer.report) : failed(answer.error))
  } finally {
    bar.stop()
    await desk.close()
  }
}

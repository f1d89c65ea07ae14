/**
 * `deskledger import`: the history of another system; every event of it once, and again without
 * harm. Ends with the read models level, so that it can be asked at once.
 */
import { readFileSync } from 'node:fs'
import { isDesk, nearest, openDesk, ProblemError, problemOf, rehearse } from '@deskledger/desk'
import {
  decodeMap,
  describeInvalidMap,
  describeMap,
  wordsOfEnd,
  xesMap,
  type ImportError,
  type ImportMap,
  type Report,
} from '@deskledger/ingest'
import type { Context } from '../context.ts'
import { tellReport } from '../output/import-report.ts'
import { usageError } from '../output/problem.ts'
import { progress } from '../output/progress.ts'

interface ImportCliOptions {
  readonly map?: string
  readonly source?: string
  readonly activity?: string
  readonly dryRun?: boolean
  readonly withdraw?: string
  readonly rejects?: string
  readonly findings?: string
}

type Formats = 'xes' | 'csv'
const known: ReadonlyArray<Formats> = ['xes', 'csv']

export const importCommand = async (
  context: Context,
  format: string | undefined,
  files: ReadonlyArray<string>,
  options: ImportCliOptions,
): Promise<void> => {
  if (options.withdraw !== undefined) return withdraw(context, options.withdraw)
  const map = mapOf(formatOf(format), options)
  if (files.length === 0) throw noFiles
  if (options.dryRun === true && !context.json) context.io.out(`${describeMap(map)}\n`)
  for (const file of files) await one(context, file, map, options)
}

const formatOf = (format = ''): Formats => {
  const found = known.find((each) => each === format)
  if (found !== undefined) return found
  const hint = nearest(format, known)
  throw usageError(
    'DL9004',
    'The format is not known.',
    format === '' ? 'none was named' : `it is ${format}; there are ${known.join(', ')}`,
    hint === undefined ? 'for example: deskledger import xes FILE' : `did you mean ${hint}?`,
  )
}

const noFiles = usageError(
  'DL9005',
  'There is nothing to import.',
  'no file was named',
  'for example: deskledger import xes FILE --desk DIR',
)

const needsMap = usageError(
  'DL9006',
  'A CSV file needs a map.',
  'only its columns are known, not what they mean',
  'write one: docs/reference/import-maps.md, then --map FILE',
)

const mapOf = (format: Formats, { map, activity }: ImportCliOptions): ImportMap => {
  if (map === undefined && format === 'csv') throw needsMap
  const base = map === undefined ? xesMap : readMap(map)
  if (base.format !== format)
    throw new ProblemError(
      problemOf({ _tag: 'InvalidMap', file: map, reason: `it is a map for ${base.format}` }),
    )
  return activity === undefined ? base : { ...base, activity }
}

const readMap = (file: string): ImportMap => {
  const map = decodeMap(parsed(file))
  if (map._tag === 'Right') return map.right
  const reason = describeInvalidMap(map.left)
  throw new ProblemError(problemOf({ _tag: 'InvalidMap', file, reason }))
}

const parsed = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read'
    throw new ProblemError(problemOf({ _tag: 'InvalidMap', file, reason }))
  }
}

const one = async (
  context: Context,
  file: string,
  map: ImportMap,
  { source, dryRun, rejects, findings }: ImportCliOptions,
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
    ...(source === undefined ? {} : { source }),
    ...(rejects === undefined ? {} : { rejectsFile: rejects }),
    ...(findings === undefined ? {} : { findingsFile: findings }),
    onProgress: ({
      bytes,
      totalBytes,
      events,
    }: {
      bytes: number
      totalBytes: number
      events: number
    }) => bar.update(bytes, totalBytes, events),
  }
  if (dryRun === true && !isDesk(context.desk)) {
    const answer = await rehearse(settings)()
    bar.stop()
    return finish(context, file, answer._tag === 'Left' ? failed(answer.left) : done(answer.right))
  }
  const desk = await openDesk({ folder: context.desk, mode: 'still' })
  try {
    const answer = await desk.importHistory(settings)
    bar.stop()
    if (dryRun !== true) await desk.caughtUp()
    finish(context, file, answer.ok ? done(answer.report) : failed(answer.error))
  } finally {
    bar.stop()
    await desk.close()
  }
}

interface Ended {
  readonly report?: Report
  readonly error?: ImportError
}
const done = (report: Report): Ended => ({ report })
const failed = (error: ImportError): Ended =>
  'report' in error && error.report !== undefined ? { error, report: error.report } : { error }

const finish = (context: Context, file: string, { report, error }: Ended): void => {
  if (report !== undefined) {
    tellReport(context, report)
    if (report.counts.broken + report.counts.partly > 0) context.finding()
  }
  if (error === undefined) return
  const why = error._tag === 'ReadingEnded' ? { reason: wordsOfEnd(error.end).reason } : {}
  throw new ProblemError(problemOf({ ...error, file, ...why }))
}

const withdraw = async (context: Context, batchId: string): Promise<void> => {
  const { desk: folder, io, json, quiet } = context
  if (!isDesk(folder)) throw new ProblemError(problemOf({ _tag: 'NoDesk', folder }))
  const desk = await openDesk({ folder, mode: 'still' })
  try {
    const actor = { kind: 'import', id: 'deskledger' } as const
    const answer = await desk.withdrawImport({ batchId, actor })
    if (!answer.ok) throw new ProblemError(problemOf(answer.error))
    await desk.caughtUp()
    const { requests, activities } = answer
    if (json) io.out(`${JSON.stringify({ batchId, requests, activities })}\n`)
    else if (!quiet)
      io.out(`taken back: ${activities.toLocaleString('en')} activities of ${requests} requests\n`)
  } finally {
    await desk.close()
  }
}

/**
 * How an import ended: its report, and the problem that it came upon.
 */
import { ProblemError, problemOf, type Problem } from '@deskledger/desk'
import { wordsOfEnd, type ImportError, type ImportMap, type Report } from '@deskledger/ingest'
import type { Context } from '../../context.ts'
import { tellReport } from '../../output/import-report.ts'

interface Ended {
  readonly report?: Report
  readonly error?: ImportError
}
export const done = (report: Report): Ended => ({ report })
export const failed = (error: ImportError): Ended =>
  'report' in error && error.report !== undefined ? { error, report: error.report } : { error }

export interface Attempt {
  readonly file: string
  readonly map: ImportMap
  readonly mode: 'rehearsal' | 'import'
  readonly mapFile?: string
}

export const finish = (context: Context, attempt: Attempt, { report, error }: Ended): void => {
  if (report !== undefined) {
    tellReport(context, report, attempt.map)
    if (report.counts.broken + report.counts.partly > 0) context.finding()
  }
  if (error !== undefined) throw new ProblemError(problemIn(error, attempt))
}

/** A file that ended early says where and how to go on; one without the map's columns needs a map. */
const problemIn = (error: ImportError, { file, mode, mapFile }: Attempt): Problem => {
  if (error._tag !== 'ReadingEnded' && error._tag !== 'NothingRead')
    return problemOf({ ...error, file })
  const { end } = error
  const { reason, remedy } = wordsOfEnd(end)
  if (end._tag === 'ColumnsMissing') {
    const about = mapFile === undefined ? file : mapFile
    return { ...problemOf({ _tag: 'InvalidMap', file: about, reason }), mend: remedy }
  }
  const problem = problemOf({ ...error, file, reason })
  const where = end.line === 0 ? file : `${file}, line ${end.line}`
  if (error._tag === 'NothingRead') return { ...problem, where, mend: remedy }
  if (mode === 'import') return { ...problem, where, mend: `${remedy}; nothing is recorded twice` }
  return { ...problem, what: 'The file ends early.', where, mend: remedy }
}

/**
 * What verification finds, each fault with its place; never a stored value.
 */
import type { AnchorFinding } from '@deskledger/event-store/integrity'

export type Table = 'desk' | 'streams' | 'types' | 'commits' | 'events' | 'commands' | 'checkpoints'

/** What may be wrong with a commit or with an event in it. */
export type Fault =
  /** There is no row for the commit. */
  | 'CommitMissing'
  /** Its chain does not follow from its row and the chain before: one of them was changed. */
  | 'CommitAltered'
  /** It does not begin where the commit before ends, or ends before it begins. */
  | 'PositionsBroken'
  /** It was recorded before the commit before. */
  | 'TimeReversed'
  /** Its events are not those that its root was made of. */
  | 'EventsAltered'
  /** There is no row for one of its positions. */
  | 'EventMissing'
  /** An event that no commit claims, or that names another one than its own. */
  | 'EventMisplaced'
  /** An event is not the next one of its stream. */
  | 'RevisionBroken'
  /** The row of an event's command is missing or speaks of other events. */
  | 'CommandAltered'
  /** The name of an event's stream or type is missing. */
  | 'NameMissing'
  /** SQLite cannot read a row of it. */
  | 'Unreadable'

export interface CommitFinding {
  readonly _tag: Fault
  readonly commit: number
  /** The last of a run of commits with the same fault. */
  readonly throughCommit: number
  /** The first event that shows it, where one does. */
  readonly position?: number
}

export type Finding =
  | CommitFinding
  /** The file is not a log, or does not say that it is one. */
  | { readonly _tag: 'NotALog'; readonly found: string }
  /** SQLite gave up on a table, or on the whole file. */
  | { readonly _tag: 'TableUnreadable'; readonly table: Table | 'file'; readonly code: string }
  /** A table, an index or a trigger is missing, changed or too many. */
  | { readonly _tag: 'SchemaAltered'; readonly name: string }
  /** A row that no event of the log accounts for; for a command, its stream's number. */
  | { readonly _tag: 'ForeignRow'; readonly table: Table; readonly key: string | number }
  | AnchorFinding
  /** The commits that an earlier verification had seen are not these. */
  | { readonly _tag: 'ResumedOnAnotherLog'; readonly commit: number }

export interface Findings {
  readonly add: (finding: Finding) => void
  readonly fault: (fault: Fault, commit: number, position?: number) => void
  readonly all: () => ReadonlyArray<Finding>
  /** All of them, also those beyond the number that is kept. */
  readonly count: () => number
}

/** Keeps `max`; a run of commits with one fault is one finding. */
export const findingsUpTo = (max: number): Findings => {
  const kept: Array<Finding> = []
  const runs = new Map<Fault, number>()
  let count = 0
  const add = (finding: Finding): void => {
    count += 1
    if (kept.length < max) kept.push(finding)
  }
  return {
    add,
    fault: (fault, commit, position) => {
      const at = runs.get(fault) ?? -1
      const run = kept[at]
      if (run !== undefined && 'throughCommit' in run && commit <= run.throughCommit + 1) {
        if (commit >= run.commit) {
          kept[at] = { ...run, throughCommit: Math.max(run.throughCommit, commit) }
          return
        }
      }
      runs.set(fault, kept.length)
      const where = position === undefined ? {} : { position }
      add({ _tag: fault, commit, throughCommit: commit, ...where })
    },
    all: () => kept,
    count: () => count,
  }
}

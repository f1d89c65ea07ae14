/**
 * What a notary finds when it reads the log again, each with its place; never a stored value.
 *
 * `position` is that of the notary, as in bundles and proofs; `place` is what the log calls its own
 * position. A run of events with one fault is one finding.
 */
import type { AnchorFinding } from '@deskledger/event-store/integrity'

/** What of an event is not as it was noted; `content` is all that is hashed and not noted beside it. */
export type Part = 'stream' | 'revision' | 'type' | 'content'

/** Noted events, from the first to the last of them. */
export interface Run {
  readonly position: number
  readonly throughPosition: number
  /** Of the first. */
  readonly place: number
}

export type LogFinding =
  /** Another event, or another content, stands where it stood. */
  | (Run & { readonly _tag: 'EventAltered'; readonly parts: ReadonlyArray<Part> })
  /** It is not there any more, and its stream has others before and behind it. */
  | (Run & { readonly _tag: 'EventRemoved' })
  /** It stands at another place of the log. */
  | (Run & { readonly _tag: 'EventMoved'; readonly to: number })
  /** Events stand in the log that were not there when what is behind them was noted. */
  | {
      readonly _tag: 'EventInserted'
      readonly afterPosition: number
      readonly place: number
      readonly events: number
    }
  /** The beginning of a stream is gone: truncated, or scavenged. */
  | (Run & { readonly _tag: 'StreamTruncated'; readonly stream: string; readonly events: number })
  /** All that was noted of a stream is gone: deleted, and scavenged. */
  | (Run & { readonly _tag: 'StreamRemoved'; readonly stream: string; readonly events: number })
  /** The events are in the log and its stream does not show them: `from` is the first that it shows. */
  | { readonly _tag: 'StreamHidden'; readonly stream: string; readonly from?: number }
  /** The log ends before what was noted. */
  | (Run & { readonly _tag: 'TailRemoved' })
  /** From here on the log is another one: restored from an older copy, or forked. */
  | {
      readonly _tag: 'LogReplaced'
      readonly afterPosition: number
      readonly place: number
      /** Noted events of which none is there any more. */
      readonly noted: number
      /** Events that stand in the log behind that place. */
      readonly found: number
    }
  /** The log cannot be read on behind this event, although it answers otherwise. */
  | { readonly _tag: 'LogUnreadable'; readonly afterPosition: number; readonly place: number }
  /** An append that had been noted went on at this place: a log shows appends whole, or not at all. */
  | { readonly _tag: 'AppendGrown'; readonly place: number }
  /** A stream had gaps when it was first read: something had been taken out of it before. */
  | { readonly _tag: 'StreamBroken'; readonly stream: string; readonly missing: number }

/** The notary's own file was changed; the log may be whole. */
export type OwnFinding =
  | {
      readonly _tag: 'NotedAltered'
      readonly commit: number
      /** The row of the commit, or those of its events. */
      readonly part: 'commit' | 'events'
    }
  /** There is no row for the commit. */
  | { readonly _tag: 'NotedMissing'; readonly commit: number }
  /** Events that no commit claims. */
  | { readonly _tag: 'NotedForeign'; readonly position: number }
  /** A table, an index or a trigger is missing, changed or too many. */
  | { readonly _tag: 'NotarySchemaAltered'; readonly name: string }
  /** SQLite cannot read it on. */
  | { readonly _tag: 'NotaryUnreadable'; readonly afterCommit: number; readonly code: string }

export type Finding = LogFinding | OwnFinding | AnchorFinding

export interface Findings {
  readonly add: (finding: Finding) => void
  readonly all: () => ReadonlyArray<Finding>
  /** All of them, also those beyond the number that is kept. */
  readonly count: () => number
}

/** Keeps `max`; what continues the run of the finding before is one with it. */
export const findingsUpTo = (max: number): Findings => {
  const kept: Array<Finding> = []
  let count = 0
  return {
    add: (finding) => {
      const last = kept.at(-1)
      const longer = last === undefined ? undefined : joined(last, finding)
      if (longer !== undefined) {
        kept[kept.length - 1] = longer
        return
      }
      count += 1
      if (kept.length < max) kept.push(finding)
    },
    all: () => kept,
    count: () => count,
  }
}

/** Two findings as one, where the second goes on where the first ends. */
const joined = (before: Finding, next: Finding): Finding | undefined => {
  const { _tag } = before
  if (_tag !== next._tag || !('throughPosition' in before) || !('throughPosition' in next))
    return undefined
  if (next.position !== before.throughPosition + 1) return undefined
  if (_tag === 'EventMoved' || 'stream' in before) return undefined
  const isSame =
    JSON.stringify({ ...before, ...nowhere }) === JSON.stringify({ ...next, ...nowhere })
  return isSame ? { ...before, throughPosition: next.throughPosition } : undefined
}

const nowhere = { position: 0, throughPosition: 0, place: 0 }

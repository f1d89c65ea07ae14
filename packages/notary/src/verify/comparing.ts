/**
 * What was noted, held against the log as it is read again: side by side, in the order of the log's
 * own positions. What it hears of the log it only collects; `told.ts` says what it means.
 */
import type { StoredEvent } from '@deskledger/event-store'
import { eventHasher } from '@deskledger/event-store/integrity'
import type { Noted, NotedEvent } from '../noted.ts'
import { loggedOf } from '../spelling.ts'
import type { Part } from './finding.ts'
import type { NotedCommit } from './own.ts'

/** A noted event at whose place something else stands, or nothing. */
export interface Mismatch {
  readonly noted: NotedEvent
  /** What stands there, and in what it differs; nothing if nothing does. */
  readonly found?: { readonly event: Found; readonly parts: ReadonlyArray<Part> }
}

/** An event of the log without its data. */
export interface Found {
  readonly place: number
  readonly stream: string
  readonly revision: number
  /** The noted event that it is, content and all, though that one stood at another place. */
  readonly is?: NotedEvent
}

/** An event of the log that was not noted, and the noted one that it stands behind. */
export interface Stranger extends Found {
  readonly afterPosition: number
}

export interface Comparison {
  readonly mismatches: ReadonlyArray<Mismatch>
  readonly strangers: ReadonlyArray<Stranger>
  /** Also those beyond the number that is kept. */
  readonly mismatched: number
  readonly estranged: number
  /** The last event that is as it was noted. */
  readonly lastEqual: NotedEvent | undefined
}

export interface Comparing {
  /** The next event of the log. Resolves when what was noted up to it is dealt with. */
  readonly hear: (event: StoredEvent) => Promise<void>
  /** The log has no more: what was noted and not heard is missing. */
  readonly finish: () => void
  readonly result: () => Comparison
  /** Of the noted events that were dealt with. */
  readonly position: () => number
}

export interface ComparingSettings {
  readonly noted: Noted
  /** What is still to be heard. */
  readonly commits: Iterator<NotedCommit>
  readonly fingerprintOf: (first: StoredEvent) => Promise<string>
}

/** More than these are counted and not kept. */
const keptAtMost = 100_000

export const comparing = ({ noted: all, commits, fingerprintOf }: ComparingSettings): Comparing => {
  const hashOf = eventHasher(all.deskId)
  const mismatches: Array<Mismatch> = []
  const strangers: Array<Stranger> = []
  let [mismatched, estranged, position] = [0, 0, 0]
  let lastEqual: NotedEvent | undefined
  let current: NotedCommit | undefined
  let at = 0

  /** The noted event that is next to be heard. */
  const peek = (): NotedEvent | undefined => {
    while (current === undefined || at >= current.events.length) {
      const next = commits.next()
      if (next.done === true) return undefined
      current = next.value
      at = 0
    }
    return current.events[at]
  }
  const pass = ({ position: passed }: NotedEvent): void => {
    at += 1
    position = passed
  }
  const miss = (mismatch: Mismatch): void => {
    mismatched += 1
    if (mismatches.length < keptAtMost) mismatches.push(mismatch)
  }

  /** Whether an event is the noted one, wherever it stands now. */
  const isThat = async (event: StoredEvent, noted: NotedEvent, { commit }: Bounds) => {
    const index = noted.position - commit.firstPosition
    const { recordedAt } = commit
    const fingerprint = index === 0 ? await fingerprintOf(event) : ''
    const standing = { position: noted.position, index, recordedAt, fingerprint }
    return partsOf(event, noted).length === 0 && hashOf(loggedOf(event, standing)) === noted.leaf
  }

  const foundOf = async (event: StoredEvent): Promise<Found> => {
    const { position: place, stream, revision } = event
    const known = all.find(stream, revision)
    const found = { place, stream, revision }
    if (known === undefined || known.place === place) return found
    const [commit] = all.commits(known.commitNo, known.commitNo)
    if (commit === undefined || !(await isThat(event, known, { commit }))) return found
    return { ...found, is: known }
  }

  const compare = async (event: StoredEvent, noted: NotedEvent, commit: NotedCommit) => {
    if (await isThat(event, noted, commit)) {
      lastEqual = noted
      return
    }
    const parts = partsOf(event, noted)
    const found = await foundOf(event)
    miss({ noted, found: { event: found, parts: parts.length === 0 ? ['content'] : parts } })
  }

  return {
    hear: async (event) => {
      let noted = peek()
      while (noted !== undefined && noted.place < event.position) {
        miss({ noted })
        pass(noted)
        noted = peek()
      }
      if (noted?.place === event.position && current !== undefined) {
        await compare(event, noted, current)
        pass(noted)
        return
      }
      estranged += 1
      if (strangers.length < keptAtMost)
        strangers.push({ ...(await foundOf(event)), afterPosition: position })
    },
    finish: () => {
      for (let noted = peek(); noted !== undefined; noted = peek()) {
        miss({ noted })
        pass(noted)
      }
    },
    result: () => ({ mismatches, strangers, mismatched, estranged, lastEqual }),
    position: () => position,
  }
}

type Bounds = Pick<NotedCommit, 'commit'>

const partsOf = (event: StoredEvent, noted: NotedEvent): ReadonlyArray<Part> =>
  (['stream', 'revision', 'type'] as const).filter((part) => event[part] !== noted[part])

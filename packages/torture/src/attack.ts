/**
 * What an attack is, and what is counted of it.
 */
import type { Chance } from './chance.ts'

export interface Attack {
  readonly name: string
  /** What is done, and what must hold, in one sentence. */
  readonly about: string
  readonly needs: 'nothing' | 'strace'
  /** A control breaks a promise on purpose: an attack that does not see it has no teeth. */
  readonly expects: 'nothing lost' | 'loss'
  readonly run: (trial: Trial) => Promise<Counts>
}

export interface Trial {
  readonly chance: Chance
  readonly isShort: boolean
  /** A line of progress. */
  readonly say: (line: string) => void
}

export interface Counts {
  /** Processes, logs or crash states that were looked at. */
  readonly runs: number
  /** Faults that really happened: cuts, kills, errors, changed bytes. */
  readonly injected: number
  /** What was looked for and found: acknowledged events, effects, or the faults themselves. */
  readonly found: number
  /** What was acknowledged, or done by an attacker, and was not found. */
  readonly lost: number
  /** What is there more than once. */
  readonly doubled: number
  /** Promises that did not hold, as sentences. */
  readonly broken: ReadonlyArray<string>
}

export interface Tally {
  readonly add: (some: Partial<Counts>) => void
  readonly counts: () => Counts
}

/** A broken log breaks in many places: the first of them tell enough. */
const sentencesKept = 5

export const tally = (): Tally => {
  let counts: Counts = { runs: 0, injected: 0, found: 0, lost: 0, doubled: 0, broken: [] }
  return {
    add: (some) => {
      counts = {
        runs: counts.runs + (some.runs ?? 0),
        injected: counts.injected + (some.injected ?? 0),
        found: counts.found + (some.found ?? 0),
        lost: counts.lost + (some.lost ?? 0),
        doubled: counts.doubled + (some.doubled ?? 0),
        broken: [...counts.broken, ...(some.broken ?? [])].slice(0, sentencesKept),
      }
    },
    counts: () => counts,
  }
}

export type Verdict = 'held' | 'BROKEN' | 'fails as it must' | 'HAS NO TEETH' | 'NEVER FIRED'

/** An attack that did nothing proves nothing. */
export const verdictOf = ({ expects }: Pick<Attack, 'expects'>, counts: Counts): Verdict => {
  if (counts.injected === 0 || counts.runs === 0) return 'NEVER FIRED'
  if (expects === 'loss') return counts.lost > 0 ? 'fails as it must' : 'HAS NO TEETH'
  const isWhole = counts.lost === 0 && counts.doubled === 0 && counts.broken.length === 0
  return isWhole && counts.found > 0 ? 'held' : 'BROKEN'
}

export const isBad = (verdict: Verdict): boolean =>
  verdict !== 'held' && verdict !== 'fails as it must'

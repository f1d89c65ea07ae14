/**
 * When a routing decision is sound in itself: whoever reads it later can check it without the log.
 */
import type { AgentId } from '../primitives.ts'
import type { Candidate, Exclusion, Parts } from './events.ts'

export type Flaw =
  /** An agent stands among the candidates twice. */
  | { readonly _tag: 'ConsideredTwice'; readonly agentId: string }
  /** Neither excluded nor scored, or both, or the score is not the sum of its parts. */
  | { readonly _tag: 'WrongScore'; readonly agentId: string }
  | { readonly _tag: 'NotConsidered'; readonly agentId: string }
  | { readonly _tag: 'NotEligible'; readonly agentId: string; readonly excludedBy: Exclusion }
  /** Somebody else has a higher score. */
  | { readonly _tag: 'NotBest'; readonly agentId: string; readonly best: string }
  /** Nobody is chosen although somebody could be. */
  | { readonly _tag: 'NobodyChosen'; readonly best: string }

interface Decided {
  readonly considered: ReadonlyArray<Candidate>
  readonly chosen?: AgentId
}

/** The first flaw of a decision, if it has any. */
export const flawOf = ({ considered, chosen }: Decided): Flaw | undefined => {
  const flaw = flawAmong(considered)
  if (flaw !== undefined) return flaw
  const best = bestOf(considered)
  if (chosen !== undefined) return flawOfChoice(considered, chosen, best)
  return best === undefined ? undefined : { _tag: 'NobodyChosen', best: best.agentId }
}

const flawAmong = (considered: ReadonlyArray<Candidate>): Flaw | undefined => {
  const seen = new Set<string>()
  for (const candidate of considered) {
    const { agentId } = candidate
    if (seen.has(agentId)) return { _tag: 'ConsideredTwice', agentId }
    if (!isWellScored(candidate)) return { _tag: 'WrongScore', agentId }
    seen.add(agentId)
  }
  return undefined
}

/** Excluded with the reason alone, or scored with a sum that is right. */
const isWellScored = ({ excludedBy, skill, score, parts }: Candidate): boolean => {
  if (excludedBy === undefined)
    return skill === undefined && parts !== undefined && score === sumOf(parts)
  return (
    score === undefined && parts === undefined && (excludedBy === 'skill') === (skill !== undefined)
  )
}

export const sumOf = ({ skill, load, affinity, idle }: Parts): number =>
  skill + load + affinity + idle

const bestOf = (considered: ReadonlyArray<Candidate>): Candidate | undefined =>
  considered
    .filter(({ excludedBy }) => excludedBy === undefined)
    .reduce<Candidate | undefined>((best, next) => (isBetter(next, best) ? next : best), undefined)

const isBetter = (a: Candidate, b: Candidate | undefined): boolean =>
  b === undefined || (a.score ?? 0) > (b.score ?? 0)

const flawOfChoice = (
  considered: ReadonlyArray<Candidate>,
  agentId: AgentId,
  best: Candidate | undefined,
): Flaw | undefined => {
  const chosen = considered.find((candidate) => candidate.agentId === agentId)
  if (chosen === undefined) return { _tag: 'NotConsidered', agentId }
  const { excludedBy } = chosen
  if (excludedBy !== undefined) return { _tag: 'NotEligible', agentId, excludedBy }
  if (best === undefined || !isBetter(best, chosen)) return undefined
  return { _tag: 'NotBest', agentId, best: best.agentId }
}

/**
 * A routing decision in words, made of nothing but its candidates:
 *
 *   12 considered: 9 lack the skill, 2 full; chosen for 87 of 100 points
 *
 * The points that a house gives to the parts of a score add up to 100.
 */
import type { Candidate, Exclusion, RoutingDecided } from '@deskledger/domain/work/events'

/** In the order in which the reasons are looked at. */
const reasons: ReadonlyArray<readonly [Exclusion, string]> = [
  ['presence', 'not available'],
  ['skill', 'lack the skill'],
  ['capacity', 'full'],
  ['declinedBefore', 'declined before'],
]

export const explanation = ({
  considered,
  chosen,
}: Pick<RoutingDecided['data'], 'considered' | 'chosen'>): string => {
  if (considered.length === 0) return 'nobody considered'
  const excluded = reasons.flatMap(([reason, words]) => {
    const many = considered.filter(({ excludedBy }) => excludedBy === reason).length
    return many === 0 ? [] : [`${many} ${many === 1 ? (ofOne[reason] ?? words) : words}`]
  })
  const why = excluded.length === 0 ? '' : `: ${excluded.join(', ')}`
  return `${considered.length} considered${why}; ${outcome(considered, chosen)}`
}

const ofOne: { readonly [E in Exclusion]?: string } = { skill: 'lacks the skill' }

const outcome = (considered: ReadonlyArray<Candidate>, chosen: string | undefined): string => {
  if (chosen === undefined) return 'nobody chosen'
  const score = considered.find(({ agentId }) => agentId === chosen)?.score
  return score === undefined ? 'chosen' : `chosen for ${score} of 100 points`
}

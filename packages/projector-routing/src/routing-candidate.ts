/**
 * `routing_candidate`: everybody whom a decision looked at, with the score or the reason.
 *
 * Most of the rows of a desk are in this table, so its key is short and grows with the log.
 */
import { Exclusion, type Candidate, type Event } from '@deskledger/domain/work/events'
import { integer, nullable, oneOf, positionColumn, readModel, text } from '@deskledger/projection'

const { log } = readModel<Event>()

const points = (of: string) => nullable(integer(`points for ${of}; null if excluded`))

const candidates = log('routing_candidate', {
  doc: 'An agent who was considered in a routing decision; RoutingDecided',
  key: {
    position: positionColumn('the event, as in routing_decision'),
    agent_id: text('the agent'),
  },
  columns: {
    excluded_by: nullable(oneOf('why the agent could not be chosen; null if it could', Exclusion)),
    lacking_skill: nullable(text('the key of the skill, if that was the reason')),
    score: points('everything, the sum of the parts'),
    skill_part: points('proficiency in the skills that the work takes'),
    load_part: points('free capacity'),
    affinity_part: points('knowing the matter already'),
    idle_part: points('waiting for work'),
  },
})

/** By agent. Asked for once for each row of a decision, so the answer is kept. */
const byAgent = (considered: ReadonlyArray<Candidate>): ReadonlyMap<string, Candidate> => {
  const known = answers.get(considered)
  if (known !== undefined) return known
  const answer = new Map(considered.map((candidate) => [candidate.agentId, candidate]))
  answers.set(considered, answer)
  return answer
}
const answers = new WeakMap<ReadonlyArray<Candidate>, ReadonlyMap<string, Candidate>>()

export const routingCandidate = candidates.on(
  ({ data, position }) => data.considered.map(({ agentId }) => ({ position, agent_id: agentId })),
  {
    RoutingDecided: ({ data }, { agent_id }) => {
      const { excludedBy, skill, score, parts } = byAgent(data.considered).get(agent_id) ?? {}
      return {
        excluded_by: excludedBy ?? null,
        lacking_skill: skill ?? null,
        score: score ?? null,
        skill_part: parts?.skill ?? null,
        load_part: parts?.load ?? null,
        affinity_part: parts?.affinity ?? null,
        idle_part: parts?.idle ?? null,
      }
    },
  },
)

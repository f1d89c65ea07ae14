/**
 * What the tour shows: the richest customer and the closest decision. Found by asking, so that the
 * same desk gives the same tour.
 */
import { toIso } from '@deskledger/kernel'
import type { ReadingDesk } from '@deskledger/desk'

/** Who has bought, complained and scored, and was in touch most often. */
export const tourCustomer = async ({ db }: ReadingDesk): Promise<string> => {
  const found = await db
    .selectFrom('customer_timeline')
    .innerJoin('customer', 'customer.party_id', 'customer_timeline.party_id')
    .where('customer.erased_at', 'is', null)
    .groupBy('customer_timeline.party_id')
    .select(({ fn }) => [
      'customer_timeline.party_id',
      fn.count('customer_timeline.kind').distinct().as('kinds'),
      fn.countAll().as('events'),
    ])
    .orderBy('kinds', 'desc')
    .orderBy('events', 'desc')
    .orderBy('customer_timeline.party_id')
    .limit(1)
    .executeTakeFirst()
  return found?.party_id ?? ''
}

export interface TourDecision {
  readonly at: string
  readonly queue: string
  readonly explanation: string
  readonly candidates: ReadonlyArray<{
    readonly agent: string
    readonly score: number | null
    readonly skill: number | null
    readonly load: number | null
    readonly affinity: number | null
    readonly idle: number | null
    readonly excluded: string
  }>
}

/** The latest decision among at least five eligible agents: its best ones, and one of each reason. */
export const tourDecision = async ({ db }: ReadingDesk): Promise<TourDecision | undefined> => {
  const close = await db
    .selectFrom('routing_candidate')
    .where('score', 'is not', null)
    .groupBy('position')
    .having(({ fn }) => fn.countAll(), '>=', 5)
    .orderBy('position', 'desc')
    .select('position')
    .limit(1)
    .executeTakeFirst()
  if (close === undefined) return undefined
  const decision = await db
    .selectFrom('routing_decision')
    .innerJoin('work_item', 'work_item.work_id', 'routing_decision.work_id')
    .where('routing_decision.position', '=', close.position)
    .select([
      'routing_decision.position',
      'routing_decision.at',
      'routing_decision.explanation',
      'work_item.queue',
    ])
    .limit(1)
    .executeTakeFirst()
  if (decision === undefined) return undefined
  const all = await db
    .selectFrom('routing_candidate')
    .innerJoin('agent', 'agent.agent_id', 'routing_candidate.agent_id')
    .where('routing_candidate.position', '=', decision.position)
    .selectAll('routing_candidate')
    .select('agent.name')
    .orderBy('score', 'desc')
    .orderBy('agent.name')
    .execute()
  const eligible = all.filter(({ score }) => score !== null).slice(0, 5)
  const reasons = new Map(all.map((candidate) => [candidate.excluded_by, candidate]))
  const excluded = [...reasons.values()].filter(({ score }) => score === null)
  return {
    at: toIso(decision.at).slice(0, 16).replace('T', ' '),
    queue: decision.queue,
    explanation: decision.explanation,
    candidates: [...eligible, ...excluded].map((candidate) => ({
      agent: candidate.name ?? candidate.agent_id,
      score: candidate.score,
      skill: candidate.skill_part,
      load: candidate.load_part,
      affinity: candidate.affinity_part,
      idle: candidate.idle_part,
      excluded: candidate.excluded_by ?? '',
    })),
  }
}

/**
 * A routing decision worked out once more from the log: who could be given the work at the event that
 * is named as the cause of the decision, with how many points, and who had to be chosen.
 *
 * The arithmetic of the routing settings `bySkill`, version 1, is written down here a second time.
 */
import { minute } from '../../calendar.ts'
import { floorAfter, inHand, isOfAgents, type Floor, type Person } from './floor.ts'
import type { History, Recorded, RecordedOf } from './history.ts'

export interface Recount {
  /** The points of everybody who could be given the work, by id. */
  readonly eligible: Readonly<Record<string, number>>
  /** Why the others could not, by id. */
  readonly excluded: Readonly<Record<string, string>>
  readonly chosen: string | undefined
}

type Decision = RecordedOf<'RoutingDecided'>

/** What the decision itself says. */
export const decided = ({ data: { considered, chosen } }: Decision): Recount => {
  const eligible: Record<string, number> = {}
  const excluded: Record<string, string> = {}
  for (const { agentId, score, excludedBy } of considered)
    if (excludedBy !== undefined) excluded[agentId] = excludedBy
    else eligible[agentId] = score ?? -1
  return { eligible, excluded, chosen }
}

/** What it had to say. The log is sorted out once, and read anew for each decision. */
export const recounting = (history: History): ((decision: Decision) => Recount) => {
  const ofAgents = history.filter(isOfAgents)
  const byId = new Map(history.map((event) => [event.id, event]))
  const byWork = new Map<string, Array<Recorded>>()
  for (const event of history)
    if (event.type.startsWith('Work') && 'workId' in event.data)
      byWork.set(event.data.workId, [...(byWork.get(event.data.workId) ?? []), event])
  return ({ data: { workId }, causationId }) => {
    const cause = byId.get(causationId)
    if (cause === undefined) throw new Error('the cause is not on record')
    const need = needAfter(byWork.get(workId) ?? [], cause.position)
    return choice(floorAfter(ofAgents, cause.position), need, cause.occurredAt)
  }
}

const choice = (floor: Floor, need: Need, now: number): Recount => {
  const eligible: Record<string, number> = {}
  const excluded: Record<string, string> = {}
  const ranking: Array<Ranked> = []
  for (const [agentId, person] of floor) {
    const reason = hindrance(person, need, now) ?? (need.refused.has(agentId) && 'declinedBefore')
    if (reason !== false) {
      excluded[agentId] = reason
      continue
    }
    const points = pointsOf(person, need, now) + (need.preferred === agentId ? 20 : 0)
    eligible[agentId] = points
    ranking.push({ agentId, points, idle: idleOf(person, now) })
  }
  return { eligible, excluded, chosen: ranking.sort(byRank)[0]?.agentId }
}

interface Ranked {
  readonly agentId: string
  readonly points: number
  readonly idle: number
}

const byRank = (a: Ranked, b: Ranked): number =>
  b.points - a.points || b.idle - a.idle || (a.agentId < b.agentId ? -1 : 1)

// ------------------------------------------------------------------------------------------------
// what the work takes
// ------------------------------------------------------------------------------------------------

type Need = Pick<RecordedOf<'WorkRequested'>['data'], 'skills' | 'weight' | 'preferred'> & {
  /** Who declined it or did not answer since it was last put back. */
  readonly refused: ReadonlySet<string>
}

const needAfter = (ofWork: History, position: number): Need => {
  const requested = ofWork.find((event) => event.type === 'WorkRequested')
  if (requested === undefined) throw new Error('nobody asked for the work')
  const refused = new Set<string>()
  for (const { type, data, position: at } of ofWork) {
    if (at > position) break
    if (type === 'WorkRequeued') refused.clear()
    if (type === 'WorkDeclined' || type === 'WorkOfferLapsed') refused.add(data.agentId)
  }
  return { ...requested.data, refused }
}

// ------------------------------------------------------------------------------------------------
// what an agent has to offer
// ------------------------------------------------------------------------------------------------

const hindrance = (person: Person, { skills, weight }: Need, now: number): string | undefined => {
  if (person.presence !== 'available') return 'presence'
  for (const { skill, min } of skills) if (levelOf(person, skill, now) < min) return 'skill'
  return inHand(person) + weight > person.units ? 'capacity' : undefined
}

const levelOf = ({ skills }: Person, skill: string, now: number): number => {
  const held = skills.get(skill)
  if (held === undefined || now >= (held.validUntil ?? Infinity)) return 0
  return held.proficiency
}

const idleOf = ({ held, movedAt }: Person, now: number): number =>
  held.size > 0 || movedAt === undefined ? 0 : now - movedAt

/** At most 40 for skill, 30 for a free desk and 10 for an hour without work, each rounded down. */
const pointsOf = (person: Person, { skills }: Need, now: number): number => {
  let levels = 0
  for (const { skill } of skills) levels += levelOf(person, skill, now)
  const skill = skills.length === 0 ? 40 : Math.floor((40 * levels) / (5 * skills.length))
  const load = Math.floor((30 * (person.units - inHand(person))) / person.units)
  const minutes = Math.min(60, Math.floor(idleOf(person, now) / minute))
  return skill + load + Math.floor((10 * minutes) / 60)
}

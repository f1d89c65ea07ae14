/**
 * What the stories of the year have in common: who there is, what time it is, and what they know of
 * each other without asking the desk.
 */
import type { Dice } from '../chance/dice.ts'
import { diceOf } from '../chance/dice.ts'
import { second } from '../calendar.ts'
import type { Need } from '../demand.ts'
import type { Customer } from '../people/customers.ts'
import type { Agent, Department } from '../staff/agents.ts'
import type { Staff } from '../staff/staff.ts'
import type { Answer } from './answer.ts'

export interface Scene {
  readonly seed: number
  readonly now: () => number
  readonly staff: Staff
  readonly customers: ReadonlyArray<Customer>
  /** Requests that were opened or opened again, and that nobody has taken yet. */
  readonly untaken: Set<string>
  /** Requests that the customer does not need any more. */
  readonly unwanted: Set<string>
  /** Requests that are closed or cancelled. */
  readonly over: Set<string>
  /** Who picks up at `at` or as soon as possible after it; nobody outside working hours. */
  readonly pickUp: (department: Department, at: number) => PickUp | undefined
  /** The agent talks until then. */
  readonly occupy: (agentId: string, until: number) => void
  /** What was said face to face, until the surveyor enters it. */
  readonly notebook: Array<Answer>
}

export interface PickUp {
  readonly agentId: string
  readonly at: number
}

/** One request on its way, with everything that chance has to say about it. */
export interface Case {
  readonly need: Need
  readonly dice: Dice
  readonly requestId: string
  readonly customer: Customer
}

export const caseOf = (seed: number, need: Need): Case => {
  const dice = diceOf(seed, 'request', need.n)
  return { need, dice, requestId: dice.uuid(), customer: need.customer }
}

export const sceneOf = ({
  seed,
  now,
  staff,
  customers,
}: Pick<Scene, 'seed' | 'now' | 'staff' | 'customers'>): Scene => {
  const busyUntil = new Map<string, number>()
  const freeAt = ({ agentId }: Agent): number => busyUntil.get(agentId) ?? 0
  return {
    seed,
    now,
    staff,
    customers,
    untaken: new Set(),
    unwanted: new Set(),
    over: new Set(),
    notebook: [],
    occupy: (agentId, until) => void busyUntil.set(agentId, until + 5 * second),
    pickUp: (department, at) => {
      const there = staff.present(at)
      const own = there.filter((agent) => agent.department === department)
      const first = earliest(own.length > 0 ? own : there, freeAt)
      return first && { agentId: first.agentId, at: Math.max(at, freeAt(first)) }
    },
  }
}

/** Of equals the one who comes first in the list. */
const earliest = (
  agents: ReadonlyArray<Agent>,
  freeAt: (agent: Agent) => number,
): Agent | undefined =>
  agents.reduce<Agent | undefined>(
    (best, next) => (best === undefined || freeAt(next) < freeAt(best) ? next : best),
    undefined,
  )

/** Where a request of a case type is dealt with. */
export const departmentOf = ({ need: { caseType } }: Case): Department => {
  if (caseType === 'fault') return 'engineering'
  return caseType === 'complaint' ? 'complaints' : 'frontDesk'
}

/** So many milliseconds, and more when people are missing. */
export const slowed = ({ staff, now }: Scene, millis: number): number =>
  Math.floor((millis * staff.slowness(now())) / 100)

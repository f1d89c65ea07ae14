/**
 * Routing: gives work to agents by presence, skill and capacity, and explains every decision.
 *
 * request opened → work requested → decided → reserved → offered → accepted → request assigned
 *                        ↑ declined, lapsed, refused: released, decided about anew
 */
import type { Policy } from '@deskledger/kernel'
import type { House } from '../definitions.ts'
import * as Agents from './agents.ts'
import * as Decisions from './decisions.ts'
import type { Command, Event } from './message.ts'
import * as Requests from './requests.ts'
import { initial, type State } from './state.ts'
import * as Works from './works.ts'

export { choose, type Agent, type Choice, type HeldSkill, type Need } from './candidates.ts'
export type { Command, Event } from './message.ts'
export type { State } from './state.ts'

/** The reaction of a house; its settings are those that count from now on. */
export const routing = (house: House): Policy<State, Event, Command> => {
  const settings = house.routing
  const next = Decisions.decideNext(settings)

  type Fold<E> = (state: State, event: E) => State
  const react = ({ answer }: State) => answer
  const hear = <E>(fold: Fold<E>) => ({
    evolve: (state: State, event: E) => fold({ ...state, answer: [] }, event),
    react,
  })
  /** For whatever may change who can be given what. */
  const hearAndDecide = <E extends Parameters<typeof next>[1]>(fold: Fold<E>) =>
    hear((state: State, event: E) => next(fold(state, event), event))

  return {
    name: Decisions.name,
    version: 1,
    initial,
    on: {
      AgentEnrolled: hear(Agents.agentEnrolled),
      AgentLeft: hear(Agents.agentLeft),
      SkillGranted: hearAndDecide(Agents.skillGranted),
      SkillRevoked: hear(Agents.skillRevoked),
      PresenceChanged: hearAndDecide(Agents.presenceChanged),
      CapacitySet: hearAndDecide(Agents.capacitySet),
      WorkReserved: hearAndDecide(Decisions.workReserved(settings)),
      WorkReleased: hearAndDecide(Agents.workReleased),

      RequestOpened: hear(Requests.requestOpened(house)),
      PrioritySet: hear(Requests.prioritySet),
      RequestReopened: hear(Requests.requestReopened(house)),
      RequestClosed: hear(Requests.requestEnded(house)),
      RequestCancelled: hear(Requests.requestEnded(house)),

      WorkRequested: hearAndDecide(Works.workRequested),
      RoutingDecided: hearAndDecide(Decisions.routingDecided(settings)),
      WorkOffered: hear(Works.workOffered),
      WorkAccepted: hear(Works.workAccepted),
      WorkDeclined: hearAndDecide(Works.workRefused),
      WorkOfferLapsed: hearAndDecide(Works.workRefused),
      WorkRequeued: hearAndDecide(Works.workRequeued),
      WorkCompleted: hear(Works.workEnded),
      WorkWithdrawn: hear(Works.workEnded),
      EffectsDone: hearAndDecide(Decisions.effectsDone(settings)),
    },
  }
}

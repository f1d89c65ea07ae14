/**
 * The queue of requests, and how work finds the agent who does it.
 */
import type { PartyErased } from '@deskledger/domain/party/events'
import { readModel, type AnyQuestion, type Projector } from '@deskledger/projection'
import { agentSkill } from './agent-skill.ts'
import { agent } from './agent.ts'
import { q26, q39 } from './questions/outcome.ts'
import { q05, q06, q08 } from './questions/queue.ts'
import { q09, q10, q11 } from './questions/routing.ts'
import { requestTask } from './request-task.ts'
import { request } from './request.ts'
import { routingCandidate } from './routing-candidate.ts'
import { routingDecision } from './routing-decision.ts'
import { agentLoad, queueLoad } from './views.ts'
import { workItem } from './work-item.ts'
import { workRefusal } from './work-refusal.ts'
import { workRequirement } from './work-requirement.ts'

export const routing = {
  name: 'routing',
  version: 1,
  tables: [
    request,
    requestTask,
    agent,
    agentSkill,
    workItem,
    workRequirement,
    workRefusal,
    routingDecision,
    routingCandidate,
  ],
  views: [queueLoad, agentLoad],
  erases: readModel<PartyErased>().erases({
    PartyErased: (e) => ({ party_id: e.data.partyId }),
  }),
  questions: [q05, q06, q08, q09, q10, q11, q26, q39],
} as const satisfies Projector & { readonly questions: ReadonlyArray<AnyQuestion> }

export { request, requestTask, agent, agentSkill, workItem, workRequirement, workRefusal }
export { routingDecision, routingCandidate }
export { queueLoad, agentLoad }
export { q05, q06, q08, q09, q10, q11, q26, q39 }

/**
 * The customer as a whole: who it is, how it is reached, everything that happened, who looked.
 */
import type { PartyErased } from '@deskledger/domain/party/events'
import { readModel, type AnyQuestion, type Projector } from '@deskledger/projection'
import { auditAccess } from './audit-access.ts'
import { customerContactPoint } from './customer-contact-point.ts'
import { customerRole } from './customer-role.ts'
import { customerTimeline } from './customer-timeline.ts'
import { customer } from './customer.ts'
import { q01, q02, q44 } from './questions.ts'
import { customerOverview } from './views.ts'

/** Its view reads a table of the projector `routing`, which stands beside it. */
export const customer360 = {
  name: 'customer360',
  version: 1,
  tables: [customer, customerContactPoint, customerRole, customerTimeline, auditAccess],
  views: [customerOverview],
  erases: readModel<PartyErased>().erases({
    PartyErased: (e) => ({ party_id: e.data.partyId }),
  }),
  questions: [q01, q02, q44],
} as const satisfies Projector & { readonly questions: ReadonlyArray<AnyQuestion> }

export { customer, customerContactPoint, customerRole, customerTimeline, auditAccess }
export { customerOverview }
export { q01, q02, q44 }

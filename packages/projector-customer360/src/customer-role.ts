/**
 * `customer_role`: what a party is to the company, and was.
 */
import { Role, type Event } from '@deskledger/domain/party/events'
import { instant, nullable, oneOf, readModel, text } from '@deskledger/projection'

const { table } = readModel<Event>()

const roles = table('customer_role', {
  doc: 'A time for which a party holds a role or held it',
  key: {
    party_id: text('the party'),
    role: oneOf('what it is to the company; RoleAssumed', Role),
    since: instant('when it assumed the role; RoleAssumed'),
  },
  columns: { until: nullable(instant('when that ended; null while it is so; RoleEnded')) },
})

export const customerRole = roles
  .on(({ data, occurredAt }) => ({ party_id: data.partyId, role: data.role, since: occurredAt }), {
    RoleAssumed: () => ({ until: null }),
  })
  .on(({ data }) => ({ party_id: data.partyId, role: data.role, since: data.since }), {
    RoleEnded: (row, { occurredAt }) => row && { until: occurredAt },
  })

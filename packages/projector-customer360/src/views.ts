/**
 * Everything about a customer that has to be seen at once.
 */
import { PartyRegistered } from '@deskledger/domain/party/events'
import { count, instant, integer, nullable, oneOf, text, view } from '@deskledger/projection'

/** The address to use first on a channel: a primary one before others, of these the newest. */
const firstAddress = (channel: string): string => `(
    SELECT address FROM customer_contact_point p
    WHERE p.party_id = c.party_id AND p.channel = '${channel}' AND p.retired_at IS NULL
    ORDER BY p.is_primary DESC, p.added_at DESC, p.point_id LIMIT 1
  )`

const live = `r.party_id = c.party_id
      AND r.status IN ('open', 'inProgress', 'waiting', 'resolved')`

export const customerOverview = view('customer_overview', {
  doc: 'What an agent has to see of a customer first; it also reads request of routing',
  columns: {
    party_id: text('the party'),
    kind: oneOf('person, organisation or household', PartyRegistered.data.required.kind),
    display_name: nullable(text('what it is called; null once it is erased')),
    language: nullable(text('BCP 47 tag of the language it prefers')),
    time_zone: nullable(text('IANA time zone')),
    roles: nullable(text('what it is to the company now, with commas between; null for nothing')),
    phone: nullable(text('the number to call; null if none is known')),
    email: nullable(text('the address to write to; null if none is known')),
    open_requests: count('its requests that are neither closed nor cancelled'),
    open_complaints: count('those of them that are complaints'),
    awaiting_customer: count('those of them that wait for the customer'),
    most_urgent: nullable(integer('the most urgent priority among them; null if none is set')),
    oldest_opened_at: nullable(instant('when the oldest of them was opened')),
    last_contact_at: nullable(instant('the latest contact')),
    erased_at: nullable(instant('when its data was erased')),
  },
  sql: `SELECT c.party_id, c.kind, c.display_name, c.language, c.time_zone,
  (
    SELECT string_agg(o.role, ', ' ORDER BY o.role) FROM customer_role o
    WHERE o.party_id = c.party_id AND o.until IS NULL
  ),
  ${firstAddress('phone')},
  ${firstAddress('email')},
  (SELECT count(*) FROM request r WHERE ${live}),
  (SELECT count(*) FROM request r WHERE ${live} AND r.category = 'complaint'),
  (SELECT count(*) FROM request r WHERE ${live} AND r.waiting_on = 'customer'),
  (SELECT min(r.priority) FROM request r WHERE ${live}),
  (SELECT min(r.opened_at) FROM request r WHERE ${live}),
  c.last_contact_at, c.erased_at
FROM customer c`,
})

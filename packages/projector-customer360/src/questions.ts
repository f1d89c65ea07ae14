/**
 * What is asked about one customer.
 */
import { Channel } from '@deskledger/domain/primitives'
import { Actor } from '@deskledger/kernel'
import {
  count,
  flag,
  instant,
  integer,
  nullable,
  oneOf,
  positionColumn,
  question,
  text,
  textParam,
} from '@deskledger/projection'
import { kinds, subjects } from './timeline/line.ts'

const party = textParam('the id of the party')

export const q01 = question('Q01', {
  asks: 'Who is calling, with everything that an agent needs in the first second?',
  doc: `Every party of which the address is a contact point on the channel that is not retired;
several may share one. Those who were verified there come first, then those last in contact. Open
requests are read from request of the projector routing.`,
  params: {
    address: textParam('as it is looked up: E.164 for phone, sms and fax; an address for e-mail'),
    channel: textParam('the channel on which somebody calls or writes', 'phone'),
  },
  columns: {
    party_id: text('the party'),
    is_verified: flag('1 if the address was shown to be theirs'),
    display_name: nullable(text('what it is called; null if that was erased')),
    language: nullable(text('BCP 47 tag of the language it prefers')),
    roles: nullable(text('what it is to the company now')),
    open_requests: count('its requests that are neither closed nor cancelled'),
    open_complaints: count('those of them that are complaints'),
    awaiting_customer: count('those of them that wait for the customer'),
    most_urgent: nullable(integer('the most urgent priority among them')),
    last_contact_at: nullable(instant('the latest contact')),
  },
  sql: `WITH found AS (
  SELECT party_id, max(CASE WHEN verified_at IS NULL THEN 0 ELSE 1 END) AS is_verified
  FROM customer_contact_point
  WHERE channel = :channel AND normalised = :address AND retired_at IS NULL
  GROUP BY party_id
)
SELECT o.party_id, found.is_verified, o.display_name, o.language, o.roles, o.open_requests,
  o.open_complaints, o.awaiting_customer, o.most_urgent, o.last_contact_at
FROM found JOIN customer_overview o ON o.party_id = found.party_id
ORDER BY found.is_verified DESC, o.last_contact_at DESC NULLS LAST, o.party_id`,
})

export const q02 = question('Q02', {
  asks: 'What are the 20 latest things that happened with this customer, on any channel?',
  doc: `By the time at which they happened, of equals the one recorded last first, so that imported
history stands where it belongs. That somebody was shown the record is left out; Q44 tells it.`,
  params: { party },
  columns: {
    at: instant('when it happened'),
    kind: oneOf('what it is to the customer', kinds),
    event: text('the type of the event'),
    channel: nullable(oneOf('by which way it came, where that is told', Channel)),
    title: nullable(text('what it was about, in a line')),
    subject_kind: oneOf('what it happened to', subjects),
    subject_id: text('the id of what it happened to'),
    position: positionColumn('the event'),
  },
  sql: `SELECT at, kind, event, channel, title, subject_kind, subject_id, position
FROM customer_timeline WHERE party_id = :party AND kind <> 'access'
ORDER BY at DESC, position DESC LIMIT 20`,
})

export const q44 = question('Q44', {
  asks: 'Who looked at this customer’s data, which parts, and what for?',
  doc: 'Every showing of the record, the latest first. It tells also of a customer who was erased.',
  params: { party },
  columns: {
    at: instant('when it was shown'),
    actor_kind: oneOf('who was shown it', Actor.required.kind),
    actor_id: text('that one’s id or technical name'),
    on_behalf_of: nullable(text('in whose name, if in another’s')),
    parts: text('which parts of the record'),
    purpose: text('the key of what for'),
    position: positionColumn('the event'),
  },
  sql: `SELECT at, actor_kind, actor_id, on_behalf_of, parts, purpose, position
FROM audit_access WHERE party_id = :party
ORDER BY at DESC, position DESC`,
})

/**
 * `audit_access`: who was shown whose record, which parts, and what for.
 */
import type { Event } from '@deskledger/domain/party/events'
import { Actor } from '@deskledger/kernel'
import { instant, nullable, oneOf, positionColumn, readModel, text } from '@deskledger/projection'

const { log } = readModel<Event>()

const showings = log('audit_access', {
  doc: 'A showing of a customer record; CustomerRecordShown',
  key: { position: positionColumn('the event') },
  columns: {
    at: instant('when it was shown'),
    party_id: text('whose record it is'),
    actor_kind: oneOf('who was shown it', Actor.required.kind),
    actor_id: text('that one’s id or technical name'),
    on_behalf_of: nullable(text('in whose name, if in another’s')),
    behalf_reason: nullable(text('the key of why in another’s name')),
    purpose: text('the key of what for'),
    parts: text('which parts of the record, by name, with a comma and a space between them'),
    interaction_id: nullable(text('the interaction that it was shown for, if for one')),
  },
  indexes: [
    ['party_id', 'at'],
    ['actor_id', 'at'],
  ],
})

export const auditAccess = showings.on((e) => ({ position: e.position }), {
  CustomerRecordShown: ({ data, occurredAt }) => ({
    at: occurredAt,
    party_id: data.partyId,
    actor_kind: data.to.kind,
    actor_id: data.to.id,
    on_behalf_of: data.to.onBehalfOf ?? null,
    behalf_reason: data.to.reason ?? null,
    purpose: data.purpose,
    parts: [...new Set(data.parts)].join(', '),
    interaction_id: data.interactionId ?? null,
  }),
})

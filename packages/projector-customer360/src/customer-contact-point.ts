/**
 * `customer_contact_point`: the addresses under which a party is found, and was.
 */
import {
  ContactPointRetired,
  ContactPointVerified,
  type Event,
} from '@deskledger/domain/party/events'
import { Channel } from '@deskledger/domain/primitives'
import { orNull } from '@deskledger/kernel'
import { flag, instant, nullable, oneOf, personal, readModel, text } from '@deskledger/projection'

const { table } = readModel<Event>()

const points = table('customer_contact_point', {
  doc: 'An address of a party on a channel; a retired one stays',
  key: {
    party_id: text('whose it is'),
    point_id: text('the contact point, unique within its party'),
  },
  columns: {
    channel: oneOf('for which channel it is; ContactPointAdded', Channel),
    address: personal(text('as people write it; ContactPointAdded'), 'party_id'),
    normalised: personal(
      text('as it is looked up: E.164 for phone, sms and fax; ContactPointAdded'),
      'party_id',
    ),
    purpose: nullable(text('the key of what it may be used for; ContactPointAdded')),
    is_primary: flag('1 if it was added as the first to use on its channel; ContactPointAdded'),
    added_at: instant('when it was added; ContactPointAdded'),
    verified_at: nullable(instant('when it was shown to be theirs; ContactPointVerified')),
    verified_by: nullable(
      oneOf('how; ContactPointVerified', ContactPointVerified.data.required.method),
    ),
    retired_at: nullable(instant('from when on it is not used any more; ContactPointRetired')),
    retired_because: nullable(
      oneOf('why; ContactPointRetired', ContactPointRetired.data.required.reason),
    ),
  },
  indexes: [['channel', 'normalised']],
})

export const customerContactPoint = points.on(
  (e) => ({ party_id: e.data.partyId, point_id: e.data.pointId }),
  {
    ContactPointAdded: (_, { data, occurredAt }) => ({
      channel: data.channel,
      address: orNull(data.address),
      normalised: orNull(data.normalised),
      purpose: data.purpose ?? null,
      is_primary: data.primary ? 1 : 0,
      added_at: occurredAt,
      verified_at: null,
      verified_by: null,
      retired_at: null,
      retired_because: null,
    }),
    ContactPointVerified: (row, { data, occurredAt }) =>
      row && { ...row, verified_at: occurredAt, verified_by: data.method },
    ContactPointRetired: (row, { data, occurredAt }) =>
      row && { ...row, retired_at: occurredAt, retired_because: data.reason },
  },
)

/**
 * `customer`: whoever the company deals with, as a person or a whole.
 */
import type * as Interaction from '@deskledger/domain/interaction/events'
import { PartyRegistered, type Event } from '@deskledger/domain/party/events'
import { concerned, orNull, type Concern } from '@deskledger/kernel'
import {
  instant,
  nullable,
  oneOf,
  personal,
  positionColumn,
  readModel,
  text,
} from '@deskledger/projection'

const { table } = readModel<Event | Interaction.Event>()

const customers = table('customer', {
  doc: 'A party, from its registration on, whatever its roles; one that was erased stays as an id',
  key: { party_id: text('the party') },
  columns: {
    kind: oneOf('person, organisation or household', PartyRegistered.data.required.kind),
    display_name: personal(text('what it is called; PartyRegistered'), 'party_id'),
    language: nullable(text('BCP 47 tag of the language it prefers; PartyRegistered')),
    time_zone: nullable(text('IANA time zone; PartyRegistered')),
    source_key: nullable(text('where the company knows it from; PartyRegistered')),
    registered_at: instant('when it was registered; PartyRegistered'),
    last_contact_at: nullable(
      instant('the latest time of a message or of the beginning or identification of a call'),
    ),
    erased_at: nullable(instant('when its data was erased; PartyErased')),
    as_of_position: positionColumn('the last event that changed this row'),
  },
})

interface Met {
  readonly last_contact_at: number | null
  readonly as_of_position: number
}

interface Meeting {
  readonly occurredAt: number
  readonly position: number
}

/** Imported contacts may be heard of late, so the latest is not always the last. */
const met = <Row extends Met>(row: Row | undefined, { occurredAt, position }: Meeting) =>
  row && {
    ...row,
    last_contact_at: Math.max(row.last_contact_at ?? occurredAt, occurredAt),
    as_of_position: position,
  }

const parties = ({ concerns }: { readonly concerns: ReadonlyArray<Concern> }) =>
  concerned(concerns, 'party').map((party_id) => ({ party_id }))

export const customer = customers
  .on((e) => ({ party_id: e.data.partyId }), {
    PartyRegistered: (_, { data, occurredAt, position }) => ({
      kind: data.kind,
      display_name: orNull(data.name),
      language: data.language ?? null,
      time_zone: data.zone ?? null,
      source_key: data.source ?? null,
      registered_at: occurredAt,
      last_contact_at: null,
      erased_at: null,
      as_of_position: position,
    }),
    PartyErased: (row, { occurredAt, position }) =>
      row && { ...row, erased_at: occurredAt, as_of_position: position },
  })
  .on(parties, {
    InteractionStarted: met,
    MessageReceived: met,
    MessageSent: met,
    CallerIdentified: met,
  })

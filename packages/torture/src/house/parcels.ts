/**
 * A small house that is worked in while it is tormented: parcels are placed, paid and shipped. Nobody
 * but the policy ships, and shipping is not idempotent: if an effect came twice, it would show.
 */
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import {
  asking,
  event,
  identifier,
  registry,
  type CommandOf,
  type Decider,
  type Policy,
  type RecordedEvent,
  type Registry,
} from '@deskledger/kernel'
import { defineModule } from '@deskledger/desk'
import { count, integer, positionColumn, readModel, text } from '@deskledger/projection'

const ParcelId = identifier('ParcelId')

const ParcelPlaced = event('ParcelPlaced', { parcelId: ParcelId })
const ParcelPaid = event('ParcelPaid', { parcelId: ParcelId })
const ParcelShipped = event('ParcelShipped', { parcelId: ParcelId })
type Event = t.TypeOf<typeof ParcelPlaced | typeof ParcelPaid | typeof ParcelShipped>
export type ParcelEvent = RecordedEvent<Event>
export const parcelEvents: Registry<Event> = registry(ParcelPlaced, ParcelPaid, ParcelShipped)

const commands = {
  PlaceParcel: asking(ParcelPlaced),
  PayParcel: asking(ParcelPaid),
  ShipParcel: asking(ParcelShipped),
}
type Command = CommandOf<typeof commands>

const decider: Decider<Command, 'none' | 'placed', Event, { readonly _tag: 'NotPlaced' }> = {
  name: 'parcel',
  idField: 'parcelId',
  begins: ['PlaceParcel'],
  commands,
  events: parcelEvents,
  initial: 'none',
  decide: ({ type, data: { parcelId }, at }, state) => {
    const data = { parcelId, at }
    if (type === 'PlaceParcel') return E.right([{ type: 'ParcelPlaced', data }])
    if (state === 'none') return E.left({ _tag: 'NotPlaced' })
    const happened = type === 'PayParcel' ? 'ParcelPaid' : 'ParcelShipped'
    return E.right([{ type: happened, data }])
  },
  evolve: () => 'placed',
  concerns: () => [],
}

const shipping: Policy<null, Event, Command> = {
  name: 'shipping',
  version: 1,
  initial: null,
  on: {
    ParcelPaid: {
      react: (_, { data: { parcelId } }) => [
        {
          type: 'Send',
          key: `ship/${parcelId}`,
          command: { type: 'ShipParcel', data: { parcelId } },
        },
      ],
    },
  },
}

const { table, log, tallyOf } = readModel<Event>()
const parcel_id = text('the parcel')

const parcel = table('parcel', {
  doc: 'one row for each parcel',
  key: { parcel_id },
  columns: { paid: count('payments'), shipped: count('shipments') },
}).on((e) => ({ parcel_id: e.data.parcelId }), {
  ParcelPlaced: (row) => row ?? { paid: 0, shipped: 0 },
  ParcelPaid: (row) => row && { ...row, paid: row.paid + 1 },
  ParcelShipped: (row) => row && { ...row, shipped: row.shipped + 1 },
})

const parcelLog = log('parcel_log', {
  doc: 'one row for each thing that happened',
  key: { position: positionColumn('the event') },
  columns: { parcel_id, activity: text('its type') },
}).on((e) => ({ position: e.position }), {
  ParcelPlaced: (e) => ({ parcel_id: e.data.parcelId, activity: e.type }),
  ParcelPaid: (e) => ({ parcel_id: e.data.parcelId, activity: e.type }),
  ParcelShipped: (e) => ({ parcel_id: e.data.parcelId, activity: e.type }),
})

const parcelCount = tallyOf('parcel_count', parcel, {
  doc: 'how many parcels were shipped how often',
  key: { shipped: integer('shipments of one parcel') },
  columns: { parcels: count('parcels') },
  at: ({ shipped }) => ({ shipped }),
  measure: () => ({ parcels: 1 }),
})

export const parcels = defineModule({
  name: 'parcels',
  version: 1,
  deciders: [decider],
  policies: [shipping],
  tables: [parcel, parcelLog, parcelCount],
})

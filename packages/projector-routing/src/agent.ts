/**
 * `agent`: everybody who works here, who is there, and how much each still can take.
 */
import { Presence, type Event } from '@deskledger/domain/agent/events'
import { orNull } from '@deskledger/kernel'
import {
  instant,
  integer,
  nullable,
  oneOf,
  personal,
  positionColumn,
  readModel,
  text,
} from '@deskledger/projection'

const { table } = readModel<Event>()

const agents = table('agent', {
  doc: 'An agent, from the enrolment on; one who has left stays',
  key: { agent_id: text('the agent') },
  columns: {
    name: personal(text('what people call the agent; AgentEnrolled'), 'agent_id'),
    party_id: nullable(text('the same person as a party, if that is known; AgentEnrolled')),
    department: text('where the agent works; AgentEnrolled'),
    region: text('for which region; AgentEnrolled'),
    time_zone: text('IANA time zone of the desk; AgentEnrolled'),
    presence: oneOf('who is there; AgentEnrolled (offline), PresenceChanged, AgentLeft', Presence),
    presence_since: instant('when the presence last changed; PresenceChanged'),
    capacity_units: integer('units of work held at a time at most; AgentEnrolled, CapacitySet'),
    used_units: integer('units of work reserved now; WorkReserved less WorkReleased'),
    idle_since: nullable(
      instant('since when available with nothing reserved; null for everybody else'),
    ),
    source: nullable(text('the system that the agent was imported from; AgentEnrolled')),
    enrolled_at: instant('when the agent began; AgentEnrolled'),
    retired_at: nullable(instant('when the agent left; AgentLeft')),
    as_of_position: positionColumn('the last event that changed this row'),
  },
})

export const agent = agents.on((e) => ({ agent_id: e.data.agentId }), {
  AgentEnrolled: (_, { data, occurredAt, position }) => ({
    name: orNull(data.name),
    party_id: data.partyId ?? null,
    department: data.department,
    region: data.region,
    time_zone: data.zone,
    presence: 'offline',
    presence_since: occurredAt,
    capacity_units: data.units,
    used_units: 0,
    idle_since: null,
    source: data.source ?? null,
    enrolled_at: occurredAt,
    retired_at: null,
    as_of_position: position,
  }),

  PresenceChanged: (row, { data, occurredAt, position }) =>
    row && {
      ...row,
      presence: data.to,
      presence_since: occurredAt,
      idle_since: data.to === 'available' && row.used_units === 0 ? occurredAt : null,
      as_of_position: position,
    },

  CapacitySet: (row, { data, position }) =>
    row && { ...row, capacity_units: data.units, as_of_position: position },

  WorkReserved: (row, { data, position }) =>
    row && {
      ...row,
      used_units: row.used_units + data.weight,
      idle_since: null,
      as_of_position: position,
    },

  WorkReleased: (row, { data, occurredAt, position }) => {
    if (row === undefined) return undefined
    const used_units = row.used_units - data.weight
    const idle_since = row.presence === 'available' && used_units === 0 ? occurredAt : null
    return { ...row, used_units, idle_since, as_of_position: position }
  },

  AgentLeft: (row, { occurredAt, position }) =>
    row && {
      ...row,
      presence: 'offline',
      presence_since: occurredAt,
      idle_since: null,
      retired_at: occurredAt,
      as_of_position: position,
    },
})

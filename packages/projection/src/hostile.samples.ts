/**
 * A read model that makes every mistake likely: rows that are born, moved, dead and born again, keys
 * of two columns, events that name several rows, followers of followers, log rows taken back, and
 * personal data in rows whose owner changes.
 */
import * as K from '@deskledger/kernel'
import { count, integer, nullable, oneOf, personal, positionColumn, real } from './column.ts'
import { rounded, text } from './column.ts'
import { readModel } from './read-model.ts'
import { view } from './view.ts'

// ------------------------------------------------------------------------------------------------
// events
// ------------------------------------------------------------------------------------------------

const Id = K.identifier('Id')
const thingId = Id
const name = K.personal(K.text('name', 20), 'partyId')
const step = K.integer('step', -3, 3)

const all = [
  K.event('Born', { thingId, groupId: Id, partyId: Id, size: K.integer('size', 0, 9), name }),
  K.event('Moved', { thingId, groupId: Id }),
  K.event('Sold', { thingId, partyId: Id, name }),
  K.event('Grew', { thingId, by: step }),
  K.event('Tagged', { thingId, tags: K.list(K.oneOf('red', 'round', 'old'), { max: 3 }) }),
  K.event('Looked', { thingId }),
  K.event('Died', { thingId }),
  K.event('Shaken', { things: K.list(Id, { max: 4 }), by: step }),
  K.event('Imported', { thingId }),
  K.event('Withdrawn', { thingId }),
  K.event('PartyErased', { partyId: Id }),
  K.event('Renounced', { thingId, partyId: Id, name }),
] as const
export type Event = (typeof all)[number]['_A']
export const events: K.Registry<Event> = K.registry(...all)

// ------------------------------------------------------------------------------------------------
// tables
// ------------------------------------------------------------------------------------------------

const { table, tally, log, tallyOf, logOf, rowsOf, erases } = readModel<Event>()
const thing_id = text('the thing')
const group_id = text('the group')
const party_id = text('the owner')

/** Positions as text: a row holds values, and no lists. */
const listed = (positions: string): ReadonlyArray<number> =>
  positions === '' ? [] : positions.split(' ').map(Number)

export const thing = table('thing', {
  doc: 'one row for each thing that is alive',
  key: { thing_id },
  columns: {
    group_id,
    party_id,
    name: personal(text('what its owner calls it'), 'party_id'),
    size: integer('how big it is'),
    half: real('half as much', 1),
    tags: text('its tags, in the order in which they were given'),
    seen: count('events so far'),
    imported: text('positions of the events that were imported'),
  },
  indexes: [['group_id', 'size']],
})
  .on((e) => ({ thing_id: e.data.thingId }), {
    Born: (row, { data }) => ({
      group_id: data.groupId,
      party_id: data.partyId,
      name: K.orNull(data.name),
      size: data.size + (row === undefined ? 0 : row.size),
      half: rounded(data.size / 2, 1),
      tags: row === undefined ? '' : row.tags,
      seen: row === undefined ? 1 : row.seen + 1,
      imported: row === undefined ? '' : row.imported,
    }),
    Moved: (row, { data }) => row && { ...row, group_id: data.groupId, seen: row.seen + 1 },
    Sold: (row, { data }) => row && { ...row, party_id: data.partyId, name: K.orNull(data.name) },
    Grew: (row, { data }) => {
      if (row === undefined) return undefined
      const size = row.size + data.by
      return size < 0 ? undefined : { ...row, size, half: rounded(size / 2, 1) }
    },
    Tagged: (row, { data }) => row && { ...row, tags: data.tags.join(' ') },
    Looked: (row) => row,
    Renounced: (row, { data }) =>
      row && { ...row, party_id: data.partyId, name: K.orNull(data.name), seen: row.seen + 1 },
    Died: () => undefined,
    Imported: (row, e) => row && { ...row, imported: `${row.imported} ${e.position}`.trim() },
    Withdrawn: (row) => row && { ...row, imported: '' },
  })
  .on((e) => e.data.things.map((id) => ({ thing_id: id })), {
    Shaken: (row, { data }, key) =>
      row && key.thing_id === row.thing_id ? { ...row, size: row.size + Math.abs(data.by) } : row,
  })

export const groupSize = tallyOf('group_size', thing, {
  doc: 'one row for each group with things in it',
  key: { group_id },
  columns: { things: count('things in it'), size: integer('how big they are together') },
  at: (row) => (row.size > 6 ? undefined : { group_id: row.group_id }),
  measure: (row) => ({ things: 1, size: row.size }),
})

export const thingTag = rowsOf('thing_tag', thing, {
  doc: 'one row for each tag of a thing',
  key: { thing_id, tag: oneOf('the tag', ['red', 'round', 'old']) },
  columns: {
    rank: integer('its place, from 0'),
    party_id,
    name: personal(text('as there'), 'party_id'),
  },
  rows: (row) =>
    (['red', 'round', 'old'] as const).flatMap((tag) => {
      const rank = row.tags.split(' ').indexOf(tag)
      return rank < 0 ? [] : [{ tag, rank, party_id: row.party_id, name: row.name }]
    }),
})

export const tagCount = tallyOf('tag_count', thingTag, {
  doc: 'one row for each tag at each rank',
  key: { tag: text('the tag'), rank: integer('its place') },
  columns: { things: count('things with it there') },
  at: (row) => ({ tag: row.tag, rank: row.rank }),
  measure: () => ({ things: 1 }),
})

export const thingHistory = logOf('thing_history', thing, {
  doc: 'one row for each change of a thing that was not taken back',
  key: { thing_id, position: positionColumn('the event') },
  columns: {
    step: text('what happened'),
    grown: nullable(integer('how much bigger it became')),
    party_id,
    name: personal(text('what it was called'), 'party_id'),
  },
  at: ({ after, event }) => after && { thing_id: after.thing_id, position: event.position },
  row: ({ before, after, event }) => ({
    step: event.type,
    grown: before && after ? after.size - before.size : null,
    party_id: after?.party_id ?? '',
    name: after?.name ?? null,
  }),
  gone: ({ before, event }) =>
    event.type === 'Withdrawn' && before !== undefined
      ? listed(before.imported).map((position) => ({ thing_id: before.thing_id, position }))
      : undefined,
})

export const stepCount = tallyOf('step_count', thingHistory, {
  doc: 'one row for each kind of step',
  key: { step: text('what happened') },
  columns: { steps: count('how often') },
  at: ({ step: happened }) => ({ step: happened }),
  measure: () => ({ steps: 1 }),
})

/** An event may change a group several times, through several things; never to the same size. */
export const groupHistory = logOf('group_history', groupSize, {
  doc: 'one row for each change of a group',
  key: { position: positionColumn('the event'), group_id, size: integer('how big it was then') },
  columns: { things: count('things in it then') },
  at: ({ before, after, event }) => {
    const { group_id: group } = after ?? before ?? { group_id: '' }
    return { position: event.position, group_id: group, size: after?.size ?? -1 }
  },
  row: ({ after }) => ({ things: after?.things ?? 0 }),
})

export const heard = log('heard', {
  doc: 'one row for each event',
  key: { position: positionColumn('the event') },
  columns: {
    type: text('its type'),
    party_id: nullable(text('whom it names')),
    name: personal(text('how'), 'party_id'),
  },
})
  .on((e) => ({ position: e.position }), {
    Born: (e) => ({ type: 'Born', party_id: e.data.partyId, name: K.orNull(e.data.name) }),
    Sold: (e) => ({ type: 'Sold', party_id: e.data.partyId, name: K.orNull(e.data.name) }),
  })
  .onAny(
    (e) => ({ position: e.position }),
    (e) => ({ type: e.type, party_id: null, name: null }),
  )

export const shaking = tally('shaking', {
  doc: 'one row for each pair of a thing and a strength',
  key: { thing_id, by: integer('the strength') },
  columns: { times: count('how often'), last: positionColumn('the last time') },
  start: { times: 0, last: 0 },
}).on((e) => e.data.things.map((id) => ({ thing_id: id, by: e.data.by })), {
  Shaken: (row, e) => ({ ...row, times: row.times + 1, last: e.position }),
})

export const hostile = {
  name: 'hostile',
  version: 1,
  tables: [
    thing,
    groupSize,
    thingTag,
    tagCount,
    thingHistory,
    stepCount,
    groupHistory,
    heard,
    shaking,
  ],
  views: [
    view('big_thing', {
      doc: 'things that are bigger than their group is on average',
      columns: { thing_id, above: real('by how much', 2) },
      sql: `SELECT t.thing_id, round(t.size - 1.0 * g.size / g.things, 2)
            FROM thing t JOIN group_size g USING (group_id) WHERE t.size * g.things > g.size`,
    }),
  ],
  erases: erases({
    PartyErased: (e) => ({ party_id: e.data.partyId }),
    Renounced: (e) => ({ party_id: e.data.partyId }),
  }),
} as const

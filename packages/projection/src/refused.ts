/**
 * Programs that the compiler must refuse, and the ones beside them that it must not. Nothing runs
 * here: if one of them compiled, `@ts-expect-error` would itself be the error.
 */
import { count, nullable, oneOf, text } from './column.ts'
import type { Database, RowOf } from './database.ts'
import { readModel } from './read-model.ts'

interface Began {
  readonly type: 'Began'
  readonly data: { readonly id: string }
}
interface Grew {
  readonly type: 'Grew'
  readonly data: { readonly id: string; readonly by: number }
}
interface Strange {
  readonly type: 'Strange'
  readonly data: { readonly other: string }
}

const { table, tally, log, tallyOf, logOf, rowsOf, erases } = readModel<Began | Grew | Strange>()
const doc = 'a thing'
const key = { id: text('its id') }
const columns = { n: count('how big'), s: oneOf('of which sort', ['x', 'y']) }
const things = table('thing', { doc, key, columns, indexes: [['s', 'id']] })

/** `Strange` has no id, but is not listened to. */
export const thing = things.on((e) => ({ id: e.data.id }), {
  Began: (_, e) => ({ n: e.data.id.length, s: 'x' }),
  Grew: (row, e) => row && { ...row, n: row.n + e.data.by },
})
export const bySort = tallyOf('by_sort', thing, {
  doc,
  key: { s: text('sort') },
  columns: { n: count('how much') },
  at: (row) => ({ s: row.s }),
  measure: (row) => ({ n: row.n }),
})
export const parts = rowsOf('part', thing, {
  doc,
  key: { ...key, part: text('which') },
  columns: { size: count('how big') },
  rows: (row) => [{ part: 'a', size: row.n }],
})
export const history = logOf('history', thing, {
  doc,
  key: { ...key, step: count('which') },
  columns: { was: nullable(count('how big before')) },
  at: ({ after }) => after && { id: after.id, step: after.n },
  row: ({ before }) => ({ was: before ? before.n : null }),
})
export const all = log('all', { doc, key: { position: count('where') }, columns: {} }).onAny(
  (e) => ({ position: e.position }),
  () => ({}),
)

export const wrongWord = things.on((e) => ({ id: e.data.id }), {
  // @ts-expect-error z is no sort
  Began: () => ({ n: 1, s: 'z' }),
})
export const missingColumn = things.on((e) => ({ id: e.data.id }), {
  // @ts-expect-error s is missing
  Began: () => ({ n: 1 }),
})
export const unknownEvent = things.on(() => ({ id: 'a' }), {
  Began: () => undefined,
  // @ts-expect-error there is no such event
  Unheard: () => undefined,
})
export const fieldOfAnother = things.on((e) => ({ id: e.data.id }), {
  // @ts-expect-error only Grew has `by`
  Began: (_, e) => ({ n: e.data.by, s: 'x' }),
})
// @ts-expect-error Strange is listened to and has no id
export const noId = things.on((e) => ({ id: e.data.id }), {
  Began: () => undefined,
  Strange: () => undefined,
})
// @ts-expect-error the key column is called id
export const wrongKey = things.on((e) => ({ ident: e.data.id }), { Began: () => undefined })
// @ts-expect-error the id is text
export const wrongKeyType = things.on(() => ({ id: 1 }), { Began: () => undefined })
export const rowMayBeAbsent = things.on((e) => ({ id: e.data.id }), {
  // @ts-expect-error there may be no row
  Grew: (row) => ({ ...row, n: row.n + 1 }),
})
export const rowsAreValues = things.on((e) => ({ id: e.data.id }), {
  Grew: (row) => {
    // @ts-expect-error a row is never assigned to
    if (row) row.n = 2
    return row
  },
})
// @ts-expect-error start lacks s
export const incompleteStart = tally('t', { doc, key, columns, start: { n: 0 } })
// @ts-expect-error there is no doc
export const undocumented = table('t', { key, columns })
// @ts-expect-error an index names columns of the table
export const unknownIndex = table('t', { doc, key, columns, indexes: [['nope']] })
export const unknownUpstream = tallyOf('t', thing, {
  doc,
  key: { s: text('sort') },
  columns: { n: count('how much') },
  // @ts-expect-error the source has no such column
  at: (row) => ({ s: row.nope }),
  measure: (row) => ({ n: row.n }),
})
export const textIsNoSum = tallyOf('t', thing, {
  doc,
  key: { id: text('id') },
  // @ts-expect-error sums are numbers
  columns: { s: text('sort') },
  at: (row) => ({ id: row.id }),
  // @ts-expect-error nor do texts measure anything
  measure: (row) => ({ s: row.s }),
})
export const foreignKey = rowsOf('t', thing, {
  doc,
  // @ts-expect-error the key must hold that of the source
  key: { part: text('which') },
  columns: { size: count('how big') },
  rows: (row) => [{ part: 'a', size: row.n }],
})
export const wrongErasure = erases({
  Began: (e) => ({ id: e.data.id }),
  // @ts-expect-error Strange has no id
  Strange: (e) => ({ id: e.data.id }),
})

/** Rows and databases have the types of their columns. */
export const row: RowOf<typeof thing> = { id: 'a', n: 1, s: 'x' }
export const past: RowOf<typeof history>['was'] = null
export const sums: Database<[typeof thing, typeof bySort]>['by_sort'] = { s: 'x', n: 1 }
// @ts-expect-error z is no sort
export const wrongRow: RowOf<typeof thing> = { id: 'a', n: 1, s: 'z' }
// @ts-expect-error n is never null
export const nullRow: RowOf<typeof thing> = { id: 'a', n: null, s: 'x' }
// @ts-expect-error there is no such table
export type NoTable = Database<[typeof thing]>['nothing']

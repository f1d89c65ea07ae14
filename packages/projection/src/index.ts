/**
 * Read models as folds of events: a row is a fold of the events routed to its key.
 *
 *   const { table, tallyOf } = readModel<RequestOpened | RequestClosed>()
 *   export const request = table('request', {
 *     doc: 'one row for each request',
 *     key: { request_id: text('the request') },
 *     columns: { status: oneOf('how far it is', ['open', 'closed']), agent_id: text('who has it') },
 *   }).on((e) => ({ request_id: e.data.requestId }), {
 *     RequestOpened: (_, e) => ({ status: 'open', agent_id: e.data.agentId }),
 *     RequestClosed: (row) => row && { ...row, status: 'closed' },
 *   })
 *   export const load = tallyOf('agent_load', request, {
 *     doc: 'one row for each agent with open requests',
 *     key: { agent_id: text('the agent') },
 *     columns: { open: count('open requests') },
 *     at: (row) => (row.status === 'open' ? { agent_id: row.agent_id } : undefined),
 *     measure: () => ({ open: 1 }),
 *   })
 *   const desk = { name: 'desk', version: 1, tables: [request, load] }
 *   await projection({ file: 'views.db', store, registry, projectors: [desk] }).catchUp()()
 *
 * Promises: any cut of the events into batches, and any repetition of them, gives the same rows;
 * rows and checkpoint are committed together; whoever is erased is erased from every table; a bad
 * file is built anew. Refuses: a fold that looks anything up, reads a clock, or throws.
 */
export * from './as-of.ts'
export * from './checkpoint.ts'
export * from './column.ts'
export * from './database.ts'
export * from './digest.ts'
export * from './errors.ts'
export * from './explain.ts'
export { fingerprintOf } from './fingerprint.ts'
export * from './open-views.ts'
export * from './projection.ts'
export * from './projector.ts'
export * from './question.ts'
export * from './read-model.ts'
export * from './schema.ts'
export * from './settings.ts'
export * from './table.ts'
export * from './view.ts'
export type { Views } from './views.ts'
export type { FoldFailed } from './engine/failure.ts'
export { keyIdOf, type KeyId } from './engine/key.ts'
export { keysIn } from './engine/touch.ts'
export type { At, Of } from './forms/heard.ts'
export type { Folding } from './forms/table.ts'
export type { Logging } from './forms/log.ts'
export type { LogOfShape } from './forms/log-of.ts'
export type { RowsOfShape } from './forms/rows-of.ts'
export type { Tallying, TallyShape } from './forms/tally.ts'
export type { TallyOfShape } from './forms/tally-of.ts'
export type { OnUndecodable } from './reading.ts'
export { digest } from './sqlite/digest.ts'

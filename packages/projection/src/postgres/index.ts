/**
 * Read models in PostgreSQL, for more nodes than one machine holds: the same projectors, folds, laws
 * and digests as in a file.
 *
 *   const postgres = orThrow(await connectPostgres({ connectionString })())
 *   const desk = postgresProjection({ postgres, store, registry, projectors })
 *   await desk.catchUp()()
 *   await postgresViews<Database<typeof tables>>(postgres).db.selectFrom('request')...
 *
 * Promises: one node writes at a time, by a lease with fencing in the checkpoint row; one that lost it
 * writes nothing; rows and checkpoint are committed together. Refuses: a schema of somebody else's,
 * or of a newer version. Give it a user and a schema of its own.
 */
export { connectPostgres, type PostgresSettings } from './connect.ts'
export { isPostgresProblem, type PostgresProblem, type ServerProblem } from './errors.ts'
export { probePostgres } from './probe.ts'
export { postgresProjection, type PostgresProjectionSettings } from './projection.ts'
export type { Access, Connection, PostgresServer, Query, Rows } from './server.ts'
export { postgresViews, type PostgresViews, type ReadError } from './views.ts'

/**
 * PostgreSQL for specifications: within the process by PGlite, or a server of one's own where its
 * programs are installed. `trialsOn` is what `projectorContract` takes as `on`.
 */
export { startPglite, type Pglite } from './pglite.ts'
export { startPostgres, whyNoPostgres, type LocalPostgres } from './local.ts'
export { testDatabases, type Running, type TestDatabase } from './databases.ts'
export { trialsOn } from './trials.ts'

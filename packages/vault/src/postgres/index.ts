/**
 * The keys of personal data in a schema of PostgreSQL, for more nodes than one machine holds: the same
 * states, fences and erasures as in a file.
 *
 * Promises: nobody is given a key behind a fence, on no node; a key is durable before anything is
 * sealed with it; what is erased stays erased. Refuses: keys of another log, of a newer version, or
 * under another master key. What the server keeps of older states, its administrators must destroy.
 */
export { keysOnServer } from './keys-on-server.ts'
export type { Connection, KeysServer, Row } from './server.ts'
export { openPostgresVault, type PostgresVault, type PostgresVaultSettings } from './vault.ts'

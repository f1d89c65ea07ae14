/**
 * Faults of the vault: what is sealed, who is given a key, what is erased.
 */
import { faultsOf, type Mutant } from './mutant.ts'

export const faultsOfVault: ReadonlyArray<Mutant> = faultsOf('vault', [
  [
    'a sealed value opens in another field',
    'sealed-value.ts',
    '\\n${field}\\n${stream}`',
    '\\n${stream}`',
    'sealed.spec.ts',
  ],
  [
    'a sealed value opens in another event',
    'sealed-value.ts',
    '\\n${desk}\\n${eventId}\\n',
    '\\n${desk}\\n',
    'sealed.spec.ts',
  ],
  [
    'a subject that is fenced is given its key',
    'vault.ts',
    'if (fences.has(subject)) return undefined',
    '',
    'erasure/destroying.spec.ts',
  ],
  [
    'erasures of other processes are not noticed',
    'vault.ts',
    'if (readChanges.get() !== changes) forget()',
    'if (seen === 0) forget()',
    'erasure/destroying.spec.ts',
  ],
  [
    'keys that are destroyed behind the fence are read on by other processes',
    'erasure/destroying.ts',
    '    count.run()\n',
    '',
    'keys.spec.ts',
  ],
  [
    'a subject that is fenced is given its key by a server',
    'postgres/schema.ts',
    ') AS own ON up.subject IS NULL;',
    ') AS own ON true;',
    'keys-in-pglite.long.spec.ts',
  ],
  [
    'erasures of other nodes are not noticed',
    'postgres/schema.ts',
    'SET count = count + 1',
    'SET count = count',
    'keys-in-pglite.long.spec.ts',
  ],
  [
    'appends overtake each other while they wait for keys',
    'in-order.ts',
    'Promise.all([ready, last])',
    'Promise.all([ready])',
    'keys-in-pglite.long.spec.ts',
  ],
  [
    'keys that are being copied can be opened',
    'postgres/opening.ts',
    'if ((await connection.query({ text: begun })).rows.length > 0) return undefined',
    '',
    'copying/copy.spec.ts',
  ],
])

/**
 * Auditing a desk: what was known when, why a row is what it is, whether the read models are what the
 * log tells, who was shown whose record. Reads, and writes nothing but what it is asked to keep.
 */
export * from './access.ts'
export * from './dictionary.ts'
export * from './diff/diff.ts'
export * from './diff/difference.ts'
export * from './explain.ts'
export * from './masking.ts'
export * from './replay.ts'
export * from './sifting.ts'
export * from './integrity/announced.ts'
export * from './integrity/proving.ts'
export * from './integrity/secret-key.ts'
export * from './integrity/untouched.ts'
export * from './integrity/verified-state.ts'

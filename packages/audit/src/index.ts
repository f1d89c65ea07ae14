/**
 * Auditing a desk: what was known when, why a row is what it is, whether the read models are what the
 * log tells, who was shown whose record. Reads, and writes nothing but what it is asked to keep.
 */
export * from './access.ts'
export * from './diff/diff.ts'
export * from './diff/difference.ts'
export * from './explain.ts'
export * from './masking.ts'
export * from './replay.ts'
export * from './sifting.ts'

/**
 * Contracts of stored events, locked in a file: what was written once stays readable, or a check fails.
 */
export * from './contract.ts'
export * from './file.ts'
export * from './lock.ts'
export * from './narrowing.ts'
export * from './words.ts'

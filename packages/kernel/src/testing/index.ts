/** Specify deciders by examples and by laws. Needs only fast-check, and runs under any test runner. */
export * from './arbitrary.ts'
export * from './expectation.ts'
export * from './history.ts'
export * from './laws.ts'
export * from './reaction.ts'
export * from './specification.ts'
export * from './upcasting.ts'

/**
 * Runs policies: from what happened to the next command or timer, exactly once in effect.
 */
export * from './live.ts'
export { runner } from './runner.ts'
export * from './settings.ts'
export type { Send, Unreachable, Wish } from './sending.ts'
export type { Cause } from './timers.ts'

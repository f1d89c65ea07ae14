/** An event log, served to the EventStoreDB clients of any language. */
export type { Failure } from './failure.ts'
export type { Fault } from './fault.ts'
export * from './serve.ts'

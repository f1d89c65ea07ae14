/** An event log, served to the EventStoreDB clients of any language. */
export type { Failure } from './failure.ts'
export type { Fault } from './fault.ts'
export { memoryGroups, type GroupStore, type KeptGroup } from './groups/settings.ts'
export type { AskedToWrite } from './log/appending.ts'
export * from './serve.ts'

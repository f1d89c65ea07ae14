/**
 * For specifications of whatever reads this domain's events: the samples of its modules, and logs
 * as its deciders allow them. Needs fast-check.
 */
export * from './any-log.ts'
export * from './recorded.ts'
export * as Agents from '../agent/samples.ts'
export * as Assessments from '../assessment/samples.ts'
export * as Imports from '../import/samples.ts'
export * as Interactions from '../interaction/samples.ts'
export * as Notaries from '../notary/samples.ts'
export * as Parties from '../party/samples.ts'
export * as Requests from '../request/samples.ts'
export * as Routing from '../routing/samples.ts'
export * as Sales from '../sale/samples.ts'
export * as Stories from '../routing/stories.ts'
export * as Works from '../work/samples.ts'

/**
 * One year of a made-up company's customer service, played on a real desk: the same on every machine,
 * with truths planted in it that analytics can find.
 */
export * from './build.ts'
export type { SampleError } from './building/problems.ts'
export { truths } from './truths.ts'

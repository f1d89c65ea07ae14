/** Checks of evidence bundles and proofs; nothing is imported but Node. */
export { check, run, type Output } from './main.ts'
export type { Finding, Held, Report } from './report.ts'

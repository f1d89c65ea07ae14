/** Service histories of other systems, brought into a desk: every event once, and again without harm. */
export { xesMap } from './map/built-in.ts'
export type { BrokenOff } from './file/broken-off.ts'
export { sendTo, type DecidersSettings } from './import/deciders.ts'
export { wordsOf, wordsOfEnd, type Flaw, type Words } from './file/flaw.ts'
export { importHistory } from './import/importing.ts'
export {
  decodeMap,
  describeInvalidMap,
  describeMap,
  ImportMap,
  type InvalidMap,
} from './map/map.ts'
export type { Command, Port, Send } from './import/port.ts'
export type { Progress } from './import/progress.ts'
export { unreadableAtOnce } from './import/reading.ts'
export type { Found, LabelCount, Listed, Report } from './import/report.ts'
export type { ImportError, ImportSettings } from './import/settings.ts'
export { withdrawImport } from './import/withdrawing.ts'
export type { Withdrawn, WithdrawError, WithdrawSettings } from './import/withdrawing.ts'

/** What somebody who does the work is asked for. */
import type { CatchUp } from '../catch-up/task.ts'
import type { Log, LogSettings } from './log.ts'

export interface Adapter {
  readonly open: (settings: LogSettings) => Promise<Log>
  /** Loads what reads a log into a read model. */
  readonly catchUp: () => Promise<CatchUp>
}

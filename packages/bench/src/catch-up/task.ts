/**
 * What a read model is made of, and where.
 */
import type { ModelName } from '../model/index.ts'

export interface CatchUpTask {
  /** The folder of the log. */
  readonly log: string
  /** The file of the read model, which is not there yet. */
  readonly views: string
  readonly model: ModelName
}

/** Gives how many events were folded. */
export type CatchUp = (task: CatchUpTask) => number | Promise<number>

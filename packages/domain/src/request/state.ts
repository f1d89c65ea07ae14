/**
 * What the rules of a request must remember: its case file, how far it has come, and which
 * activities of which imports it holds.
 */
import {
  added,
  emptySet,
  includes,
  type Def,
  type GrowOnlySet,
  type Instant,
} from '@deskledger/kernel'
import type { BatchId, PartyId } from '../primitives.ts'
import type * as Events from './events.ts'
import { withTask, type Tasks } from './tasks.state.ts'

/** What is known of a request whatever its status is. */
export interface CaseFile {
  readonly caseType: Def
  readonly category: Events.Category
  /** The import that opened it. */
  readonly batchId?: BatchId
  readonly partyId?: PartyId
  readonly acknowledged: boolean
  readonly responsible?: Events.Responsible
  readonly classification?: Classification
  readonly priority?: { readonly value: number; readonly from: 'matrix' | 'override' }
  readonly stage?: string
  readonly tasks: Tasks
  readonly notes: GrowOnlySet
  readonly interactions: GrowOnlySet
}

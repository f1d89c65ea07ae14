/**
 * The history of an old ticket system is brought in. Projectors use it too.
 */
import type { Actor } from '@deskledger/kernel'
import { id, specification } from '@deskledger/kernel/testing'
import type { BatchId } from '../primitives.ts'
import { decider } from './index.ts'

export const batch: BatchId = id(81)
export const byImport: Actor = { kind: 'import', id: 'oldTickets' }

export const story = specification(decider, { own: { batchId: batch }, actor: byImport })
const { happened } = story

export const file = {
  source: 'oldTickets',
  format: 'csv',
  fileHash: '0123456789abcdef'.repeat(4),
  mapHash: 'fedcba9876543210'.repeat(4),
} as const
export const counts = {
  cases: 2,
  events: 7,
  recorded: 5,
  known: 1,
  broken: 1,
  requests: 2,
  parties: 2,
  agents: 3,
  products: 1,
}

export const started = happened('ImportStarted', { ...file, by: byImport })
export const completed = happened('ImportCompleted', { counts })
export const withdrawalStarted = happened('ImportWithdrawalStarted', { by: byImport })
export const withdrawn = happened('ImportWithdrawn', {})

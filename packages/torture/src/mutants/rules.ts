/**
 * Faults of the rules of the domain, one or two for each decider, and of the kernel that carries them.
 */
import { faultsOf, type Mutant } from './mutant.ts'

export const faultsOfRules: ReadonlyArray<Mutant> = faultsOf('domain', [
  [
    'a party that was erased may be registered again',
    'party/decide.ts',
    `if (state.status === 'erased') return refused({ _tag: 'NotRegistered', status: 'erased' })`,
    '',
    'party/party.spec.ts',
  ],
  [
    'a retired address is verified',
    'party/decide.ts',
    `if (point.status === 'retired') return refused({ _tag: 'ContactPointIsRetired', pointId })`,
    '',
    'party/party.spec.ts',
  ],
  [
    'an agent takes more work than the capacity allows',
    'agent/decide.ts',
    'if (free < weight)',
    'if (free + 1 < weight)',
    'agent/agent.spec.ts',
  ],
  [
    'an agent leaves with work in hand',
    'agent/decide.ts',
    'if (works.length > 0)',
    'if (works.length > 1)',
    'agent/agent.spec.ts',
  ],
  [
    'work is offered to somebody who was not chosen',
    'work/decide.ts',
    'if (state.decision?.chosen !== agentId || state.decision.decisionId !== decisionId)',
    'if (state.decision?.decisionId !== decisionId)',
    'work/offer.spec.ts',
  ],
  [
    'an offer is accepted after its time',
    'work/decide.ts',
    `if (at > expiresAt) return refused({ _tag: 'OfferExpired', expiresAt })`,
    '',
    'work/',
  ],
  [
    'customers write notes for the staff',
    'request/decide.ts',
    `if (actor.kind === 'customer' && audience !== 'customer')`,
    `if (actor.kind === 'customer' && audience === undefined)`,
    'request/notes.spec.ts',
  ],
  [
    'a request is reopened when its time is over',
    'request/decide.ts',
    `if (at > until) return refused({ _tag: 'ReopenWindowOver', until })`,
    '',
    'request/',
  ],
  [
    'a quote is accepted at the end of its validity',
    'sale/quote.ts',
    `if (at >= validUntil) return refused({ _tag: 'QuoteExpired', validUntil })`,
    `if (at > validUntil) return refused({ _tag: 'QuoteExpired', validUntil })`,
    'sale/quote.spec.ts',
  ],
  [
    'an order is placed past a quote that nobody accepted',
    'sale/quote.ts',
    `if (revision > 0) return refused({ _tag: 'QuoteNotAccepted', revision })`,
    '',
    'sale/',
  ],
  [
    'agents score their own service',
    'assessment/score.ts',
    `if (isBy(actor, whose.agentId)) return refused({ _tag: 'OwnService' })`,
    '',
    'assessment/assessment.spec.ts',
  ],
  [
    'an answer counts that was collected too late',
    'assessment/score.ts',
    'if (expiresAt !== undefined && collectedAt >= expiresAt)',
    'if (expiresAt !== undefined && collectedAt > expiresAt)',
    'assessment/assessment.spec.ts',
  ],
  [
    'a caller abandons a call that was answered',
    'interaction/live.ts',
    `if (state.spent.answeredAt !== undefined) return refused({ _tag: 'AnsweredBefore' })`,
    '',
    'interaction/live.spec.ts',
  ],
  [
    'a guess replaces what is known of a caller',
    'interaction/decide.ts',
    `if (isGuess && !isSame) return refused({ _tag: 'KnownAlready', partyId: before.partyId })`,
    '',
    'interaction/interaction.spec.ts',
  ],
  [
    'an import that was withdrawn is begun again',
    'import/decide.ts',
    `return status === 'withdrawn' ? { _tag: 'ImportIsWithdrawn' } : undefined`,
    `return status === 'withdrawing' ? { _tag: 'ImportIsWithdrawn' } : undefined`,
    'import/import.spec.ts',
  ],
])

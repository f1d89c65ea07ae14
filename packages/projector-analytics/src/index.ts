/**
 * Analytics: sales, channels, satisfaction and processes, as tables, views and questions.
 *
 * Money is in minor units and never added across currencies; covered lines count 0 in every sum.
 * Instants are milliseconds since 1970 UTC. There is no personal data here: no name, address or text.
 */
import type { AnyQuestion, Projector } from '@deskledger/projection'
import { assessment } from './assessment.ts'
import { assessmentScore } from './assessment-score.ts'
import { interaction } from './interaction.ts'
import { processCase } from './process-case.ts'
import { processEvent } from './process-event.ts'
import { q32, q34, q48 } from './questions/channels.ts'
import { q35, q36 } from './questions/process.ts'
import { q27, q28 } from './questions/sales.ts'
import { q16, q17, q18, q19 } from './questions/satisfaction.ts'
import { sale } from './sale.ts'
import { saleLine } from './sale-line.ts'
import { directlyFollows, processTrace, processVariant } from './views.ts'

export const analytics = {
  name: 'analytics',
  version: 1,
  tables: [sale, saleLine, interaction, assessment, assessmentScore, processCase, processEvent],
  views: [processTrace, processVariant, directlyFollows],
  questions: [q16, q17, q18, q19, q27, q28, q32, q34, q35, q36, q48],
} as const satisfies Projector & { readonly questions: ReadonlyArray<AnyQuestion> }

export { assessment, assessmentScore, interaction, processCase, processEvent, sale, saleLine }
export { directlyFollows, processTrace, processVariant }
export { q16, q17, q18, q19, q27, q28, q32, q34, q35, q36, q48 }

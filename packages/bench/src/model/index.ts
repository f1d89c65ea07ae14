/** The read models that are measured: one plain table, and six of a service desk. */
import type { Projector } from '@deskledger/projection'
import { agentLoad } from './agent-load.ts'
import { customerMetrics } from './customer-metrics.ts'
import { perCustomer } from './per-customer.ts'
import { processEvent } from './process-event.ts'
import { queueInterval } from './queue-interval.ts'
import { request } from './request.ts'
import { timeline } from './timeline.ts'

export type ModelName = 'one' | 'six'

export const models: Readonly<Record<ModelName, Projector>> = {
  one: { name: 'one', version: 1, tables: [perCustomer] },
  six: {
    name: 'six',
    version: 1,
    tables: [request, timeline, customerMetrics, processEvent, agentLoad, queueInterval],
  },
}

/**
 * Customer service, as the modules that every desk has.
 */
import {
  Agent,
  Assessment,
  Import,
  Interaction,
  Notary,
  Party,
  Request,
  Routing,
  Sale,
  Work,
} from '@deskledger/domain'
import { house } from '@deskledger/domain/definitions'
import { analytics } from '@deskledger/projector-analytics'
import { customer360 } from '@deskledger/projector-customer360'
import { routing } from '@deskledger/projector-routing'
import { defineModule, informed } from './module.ts'

const service = defineModule({
  name: 'service',
  version: 1,
  deciders: [
    Party.decider,
    informed(Request.decider, Request.facts(house)),
    Interaction.decider,
    Agent.decider,
    Work.decider,
    Sale.decider,
    informed(Assessment.decider, Assessment.facts(house)),
    Import.decider,
    Notary.decider,
  ],
  policies: [Routing.routing(house)],
})

export const builtIn = [service, customer360, routing, analytics] as const
export type BuiltIn = (typeof builtIn)[number]

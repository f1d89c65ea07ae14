import { anyLog, deciders, type Event } from '@deskledger/domain/testing'
import { merged } from '@deskledger/kernel'
import { projectorContract } from '@deskledger/projection/contract'
import { routing } from './index.ts'

const registry = merged<Event>(...deciders.map(({ events }) => events))

projectorContract('routing, on logs as deciders allow them,', {
  ...routing,
  registry,
  anyHistory: anyLog,
  runs: 25,
})
projectorContract('routing, on events as no decider would cause them,', {
  ...routing,
  registry,
  runs: 25,
})

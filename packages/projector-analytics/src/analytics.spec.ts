import { anyLog, deciders, type Event } from '@deskledger/domain/testing'
import { merged } from '@deskledger/kernel'
import { projectorContract } from '@deskledger/projection/contract'
import { analytics } from './index.ts'

const registry = merged<Event>(...deciders.map(({ events }) => events))

projectorContract('analytics, on logs as deciders allow them,', {
  ...analytics,
  registry,
  anyHistory: anyLog,
  runs: 25,
})
projectorContract('analytics, on events as no decider would cause them,', {
  ...analytics,
  registry,
  runs: 25,
})

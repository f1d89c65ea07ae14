import { anyLog, deciders, type Event } from '@deskledger/domain/testing'
import { merged } from '@deskledger/kernel'
import { projectorContract } from '@deskledger/projection/contract'
import { both } from './given.samples.ts'

const registry = merged<Event>(...deciders.map(({ events }) => events))

projectorContract('customer360 beside routing, on logs as deciders allow them,', {
  ...both,
  registry,
  anyHistory: anyLog,
  runs: 25,
})
projectorContract('customer360 beside routing, on events as no decider would cause them,', {
  ...both,
  registry,
  runs: 25,
})

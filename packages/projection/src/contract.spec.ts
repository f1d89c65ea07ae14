import * as fc from 'fast-check'
import { anyEvent } from '@deskledger/kernel/testing'
import { projectorContract, recorded } from './contract/index.ts'
import * as Hostile from './hostile.samples.ts'
import * as Desk from './service-desk.samples.ts'

projectorContract('a read model of every form', { ...Hostile.hostile, registry: Hostile.events })

projectorContract('the service desk', {
  ...Desk.serviceDesk,
  registry: Desk.events,
  anyHistory: fc.array(anyEvent(Desk.events), { maxLength: 40 }).map(recorded<Desk.Event>),
})

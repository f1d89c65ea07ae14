import { eventStoreContract } from '@deskledger/event-store/contract'
import { trialOn } from './testing/served.ts'

eventStoreContract('a log on a server, by @eventstore/db-client', trialOn(), {
  lacks: ['callOrder', 'fullEvents', 'risingTimes', 'together'],
})

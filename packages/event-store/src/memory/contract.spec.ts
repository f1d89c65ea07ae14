import { eventStoreContract, type Open } from '../contract/index.ts'
import { memoryEventStore } from './index.ts'

const open: Open = async (settings) => {
  const store = memoryEventStore(settings)
  return {
    store,
    close: async () => {
      await store.close()()
    },
  }
}

eventStoreContract('the log in memory', open, { lacks: ['rivals', 'reopening'] })

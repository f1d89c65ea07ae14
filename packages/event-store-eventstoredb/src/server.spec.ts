/** The suite on whatever server `EVENTSTOREDB_URL` names, each case in a log of its own there. */
import { randomUUID } from 'node:crypto'
import { describe, test } from '@jest/globals'
import type { EventStore } from '@deskledger/event-store'
import { eventStoreContract, type Open } from '@deskledger/event-store/contract'
import { connected } from './testing/served.ts'

const url = process.env['EVENTSTOREDB_URL'] ?? ''

const open: Open = async ({ clock, pageSize }) => {
  const prefix = `spec-${randomUUID()}.`
  const handles: Array<EventStore> = []
  const another = async (): Promise<EventStore> => {
    const store = await connected({ connectionString: url, clock, pageSize, prefix })
    handles.push(store)
    return store
  }
  const closeAll = async (): Promise<void> => {
    await Promise.all(handles.splice(0).map((store) => store.close()()))
  }
  return {
    store: await another(),
    rival: another,
    reopen: async () => {
      await closeAll()
      return another()
    },
    close: closeAll,
  }
}

if (url === '')
  describe('a log on a server of the vendor', () => {
    test.skip('is not tried: EVENTSTOREDB_URL names none', () => {})
  })
else
  eventStoreContract('a log on the server that EVENTSTOREDB_URL names', open, {
    lacks: ['callOrder', 'fullEvents', 'gapless', 'together'],
  })

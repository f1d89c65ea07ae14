import { test } from '@jest/globals'
import { agreesWithMemory, eventStoreContract } from '@deskledger/event-store/contract'
import { openOnDisk } from './testing/disk.ts'

eventStoreContract('the SQLite log', openOnDisk)

test(
  'the SQLite log agrees with the log in memory, whatever is asked of both',
  () => agreesWithMemory(openOnDisk),
  30_000,
)

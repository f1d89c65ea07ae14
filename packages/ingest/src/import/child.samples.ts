/**
 * An import in a process of its own, on a log on disk: started by the specs, and killed by them.
 *
 * Writes a dot for each command that the desk has answered.
 */
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { writeSync } from 'node:fs'
import { clock, deskBy, portOn, right } from './desk.samples.ts'
import type { Port } from './port.ts'

const [folder = '', file = ''] = process.argv.slice(2)
const store = right(sqliteEventStore({ file: `${folder}/events.db`, clock, durability: 'normal' }))
const port = portOn(store)
const telling: Port = {
  ...port,
  send: (command, call) => async () => {
    const answer = await port.send(command, call)()
    writeSync(1, '.')
    return answer
  },
}
right(await deskBy(folder, store, telling).bring(file, { inFlight: 40 }))
await store.close()()

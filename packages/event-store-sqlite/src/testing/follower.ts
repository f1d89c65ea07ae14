/**
 * `follower FILE N`: follows the log until it has seen N events, and does nothing else.
 */
import { opened } from './disk.ts'
import { clock } from './notes.ts'
import { say } from './said.ts'

const [file = '', n = '0'] = process.argv.slice(2)
const store = opened({ file, clock })
const seen: Array<string> = []
say('follows')
for await (const { events } of store.subscribe()) {
  seen.push(...events.map(({ commandId }) => commandId))
  if (seen.length >= Number(n)) break
}
say(`saw ${JSON.stringify(seen)}`)
await store.close()()

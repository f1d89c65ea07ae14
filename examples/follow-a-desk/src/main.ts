/**
 * Follows a served desk with the vendor's own client and nothing else: `node src/main.ts [url]`.
 */
import { EventStoreDBClient, excludeSystemEvents, jsonEvent } from '@eventstore/db-client'

const [url = 'esdb://127.0.0.1:2113?tls=false'] = process.argv.slice(2)
const client = EventStoreDBClient.connectionString(url)

// Everything that ever happened, oldest first.
let count = 0
for await (const _ of client.readAll()) count += 1
console.log(`${count > 0 ? 'facts' : 'nothing'} in the log`)

// All requests are one stream of links; what a link leads to comes with it.
const opened = client.readStream('$ce-request', { resolveLinkTos: true, maxCount: 1 })
for await (const { event } of opened) {
  const { caseType, subject } = (event?.data ?? {}) as { caseType?: unknown; subject?: unknown }
  console.log(event?.type, caseType, typeof subject === 'object' ? '(sealed)' : subject)
}

// A program writes to streams of its own, and hears of itself like everybody else.
const subscription = client.subscribeToAll({ fromPosition: 'end', filter: excludeSystemEvents() })
const note = jsonEvent({ type: 'CallScored', data: { score: 4 }, metadata: { source: 'dialler' } })
const written = new Promise((resolve) => void subscription.once('caughtUp', resolve))
  .then(() => client.appendToStream('dialler-1', note))
  .catch((error: unknown) => {
    console.log(`not written: ${error instanceof Error ? error.constructor.name : 'unknown'}`)
    process.exit(1)
  })
for await (const { event } of subscription) {
  console.log('heard of', event?.type, event?.data)
  break
}
await written
await client.dispose()

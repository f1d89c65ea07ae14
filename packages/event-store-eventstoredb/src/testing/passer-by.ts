/**
 * `passer-by URL CLIENT`: writes, follows for a moment, closes, and has nothing else to do.
 */
import { setTimeout as later } from 'node:timers/promises'
import { at, id } from '@deskledger/kernel/testing'
import type { CommandId } from '@deskledger/kernel'
import { connected } from './served.ts'

const [connectionString = ''] = process.argv.slice(2)
const store = await connected({ connectionString })
const events = [
  { type: 'RequestNoted', schemaVersion: 1, data: {}, occurredAt: at(0), concerns: [] },
]
const request = { stream: 'request-1', expected: { _tag: 'Any' }, events, fingerprint: '' } as const
const actor = { kind: 'agent', id: 'clerk' } as const
await store.append({ ...request, commandId: id<CommandId>(1), actor })()
const following = (async () => {
  for await (const _ of store.subscribe());
})()
await later(50)
await store.close()()
await following
process.stdout.write('closed\n')

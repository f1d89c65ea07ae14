/**
 * `node src/log-server.ts FILE`: serves the log in FILE to any EventStoreDB client, says its port, and
 * ends with its standard input. `deskledger serve --write` is the same for every day.
 */
import * as E from 'fp-ts/lib/Either.js'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import type { Instant } from '@deskledger/kernel'
import { serve } from '@deskledger/wire'

const [file = ''] = process.argv.slice(2)
const store = sqliteEventStore({ file, clock: () => Date.now() as Instant })
if (E.isLeft(store)) throw new Error(store.left._tag)
const server = await serve({ store: store.right, port: 0 })
process.stdout.write(`${server.port}\n`)
process.stdin.on('end', () => void server.close().then(() => store.right.close()())).resume()

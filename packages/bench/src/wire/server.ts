/**
 * A server in a process of its own, which says its port and ends with its standard input:
 * `server.ts wire` serves a log in memory, `server.ts replay FILE` answers as one was heard to answer.
 */
import { memoryEventStore } from '@deskledger/event-store/memory'
import { later, type Instant } from '@deskledger/kernel'
import { serve } from '@deskledger/wire'
import { replaying } from './replay.ts'

const clock = (): Instant => later(0 as Instant, Date.now())
const [kind, file = ''] = process.argv.slice(2)
const port =
  kind === 'replay'
    ? await replaying(file)
    : (await serve({ store: memoryEventStore({ clock }), port: 0 })).port
process.stdout.write(`${port}\n`)
process.stdin.on('end', () => process.exit()).resume()

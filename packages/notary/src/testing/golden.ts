/**
 * `golden FILE`: makes the sample file of the present format that is kept in `golden/` and read by a
 * spec for ever. Run once for each format, never again for one that was released.
 */
import { originOf, signCheckpoint } from '@deskledger/event-store/integrity'
import * as E from 'fp-ts/lib/Either.js'
import { keepNote, withNoted } from '../index.ts'
import { keyFor, signer } from './keys.ts'
import { memoryLog, noted, right, tell } from './logs.ts'
import { goldenDesk, goldenHistory } from './sample.ts'

const [file = ''] = process.argv.slice(2)
const store = memoryLog()
await tell(store, goldenHistory)
await noted(file, store, { desk: goldenDesk })
const note = right(
  await withNoted(file, async ({ rootOfRange }) => {
    const checkpoint = { origin: originOf(goldenDesk), size: 2, root: rootOfRange(0, 2) }
    return E.right(right(signCheckpoint(checkpoint, [signer(goldenDesk)])))
  }),
)
right(keepNote(file, note, [keyFor(goldenDesk)]))

/**
 * `golden FILE`: makes the sample log of the present format that is kept in `golden/` and read by a
 * spec for ever. Run once for each format, never again for one that was released.
 */
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import { at } from '@deskledger/kernel/testing'
import { originOf, signCheckpoint } from '@deskledger/event-store/integrity'
import { keepCheckpoint } from '../index.ts'
import { applicationId, ddl, format } from '../schema.ts'
import { opened } from './disk.ts'
import { note } from './notes.ts'
import { keyFor, signer, withLedger } from './tampering.ts'

const deskId = '0192f3a4-5b6c-7d8e-8f90-a1b2c3d4e5f6'
const [file = ''] = process.argv.slice(2)
const db = new Database(file)
db.pragma('page_size = 4096')
db.pragma('journal_mode = WAL')
db.exec(ddl)
db.pragma(`application_id = ${applicationId}`)
db.pragma(`user_version = ${format}`)
db.prepare(`INSERT INTO desk VALUES ('format', ?), ('desk', ?)`).run(String(format), deskId)
db.close()

let now = 0
const store = opened({ file, clock: () => at((now += 1)) })
const event = (
  type: string,
  data: unknown,
  concerns: ReadonlyArray<`${string}:${string}`> = [],
) => ({
  type,
  schemaVersion: 1,
  data,
  occurredAt: 1_700_000_000_000 as Instant,
  concerns,
})
await store.append(note(1, 'first'))()
await Promise.all([
  store.append(note(2, 'second', { correlationId: 'first', causationId: 'first' }))(),
  store.append(
    note(1, 'third', {
      events: [
        event('RequestNoted', { text: 'Grüße aus Köln — 日本語 💬 \ud800 \ufffd "\\' }),
        event('RequestClosed', { at: -0, amount: 1e21, nothing: null }, ['party:1', 'request:1']),
        event('RequestNoted', 'only text', ['request:1']),
      ],
    }),
  )(),
])
await store.append(
  note(3, 'fourth', { actor: { kind: 'import', id: 'xes', onBehalfOf: 'ana', reason: 'move' } }),
)()
await store.close()()

const signed = withLedger(file, ({ rootOfRange }) =>
  signCheckpoint({ origin: originOf(deskId), size: 2, root: rootOfRange(0, 2) }, [signer(deskId)]),
)
if (E.isRight(signed)) keepCheckpoint(file, signed.right, [keyFor(deskId)])

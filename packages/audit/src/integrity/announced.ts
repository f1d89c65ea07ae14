/**
 * The keys that a log announces: facts in its notary's stream. They tell who signed what, also when
 * a verifying key was lost; whoever writes the log could have announced others, so they vouch for
 * nothing.
 */
import * as E from 'fp-ts/lib/Either.js'
import { streamOf, type Stored } from '@deskledger/kernel'
import { decider, events } from '@deskledger/domain/notary'
import { originOf, parseKey, type NoteKey } from '@deskledger/event-store/integrity'
import { openLedger, type Ledger } from '@deskledger/event-store-sqlite'

/** In the order in which they were announced; what is no key, or damaged, is left out. */
export const announcedKeys = (ledger: Ledger): ReadonlyArray<NoteKey> => {
  const { deskId } = ledger
  return ledger
    .stored(streamOf(decider, { deskId }))
    .flatMap(({ data, ...stored }) => keyIn(deskId, { ...stored, data: parsed(data) }))
}

/** The same of a file; none where it cannot be read, which is for a verification to find. */
export const announcedIn = (file: string): ReadonlyArray<NoteKey> => {
  const ledger = openLedger(file)
  if (E.isLeft(ledger)) return []
  try {
    return announcedKeys(ledger.right)
  } catch {
    return []
  } finally {
    ledger.right.close()
  }
}

/** The key that a stored event announces, if it does. */
export const keyIn = (
  deskId: string,
  { type, schemaVersion, data }: Stored,
): ReadonlyArray<NoteKey> => {
  const fact = events.decode({ type, schemaVersion, data })
  if (E.isLeft(fact)) return []
  const { keyId, publicKey } = fact.right.data
  const key = parseKey(`${originOf(deskId)}+${keyId}+${publicKey}`)
  return E.isRight(key) ? [key.right] : []
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a notary announces of a key. */
export const announcementOf = (text: string): Announcement => {
  const [keyId = '', ...rest] = text.trim().split('+').slice(1)
  return { keyId, publicKey: rest.join('+') }
}

export interface Announcement {
  readonly keyId: string
  readonly publicKey: string
}
